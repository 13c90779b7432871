import {
  effectiveEvents,
  metadataOf,
  type EventStore,
  type Instant,
  type RecordedEvent,
  type Revision,
} from '#eventsourcing';
import { namesPerson } from '#ledger';

/** An event as it is stored, its texts sealed. */
export interface PersonEvent {
  readonly revision: Revision;
  readonly type: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly data: Readonly<Record<string, unknown>>;
  /** Whether it names the person, or only belongs to the person's own wallet. */
  readonly isNamed: boolean;
}

/** Some events that concern a person, and from where it goes on; `null`: these are the last. */
export interface PersonEvents {
  readonly events: readonly PersonEvent[];
  readonly next: Revision | null;
}

/** What of a stream concerns a person: the events that name it, or, where it owns that, all. */
export interface PersonWanted {
  readonly stream: string;
  readonly personId: string;
  readonly isOwner: boolean;
  readonly from: Revision;
}

/** So few that they are soon read, however large they are. */
const EVENTS_AT_ONCE = 200;

/** Reads on in a stream. What was stored in parts comes with its last one, or never. */
export async function personEventsFrom(
  store: Pick<EventStore, 'readStream' | 'readAll'>,
  { stream, personId, isOwner, from }: PersonWanted,
): Promise<PersonEvents> {
  const page = await store.readStream(stream, from, EVENTS_AT_ONCE);
  const last = page.at(-1);
  if (last === undefined) return { events: [], next: null };
  const events = (await effectiveEvents(page, store))
    .map((event) => personEventOf(event, personId))
    .filter(({ isNamed }) => isOwner || isNamed);
  return { events, next: page.length < EVENTS_AT_ONCE ? null : last.revision + 1 };
}

function personEventOf(event: RecordedEvent, personId: string): PersonEvent {
  const { revision, type } = event;
  const { occurredAt, recordedAt, actor } = metadataOf(event);
  const data = JSON.parse(event.data) as PersonEvent['data'];
  const isNamed = namesPerson({ data, actor }, personId);
  return { revision, type, occurredAt, recordedAt, data, isNamed };
}
