import { effectiveEvents, eventAt } from '#eventsourcing';
import type {
  Beside,
  EventReader,
  EventStore,
  Place,
  ReadEvent,
  Revision,
  RecordedEvent,
} from '#eventsourcing';
import type { EventMetadata, Instant } from '#eventsourcing';
import { decodeEventOf, localDay, localMonth, parseStream, type LedgerEvent } from '#ledger';

export type LedgerEventType = LedgerEvent['type'];
export type DataOf<Type extends LedgerEventType> = Extract<LedgerEvent, { type: Type }>['data'];
export type ReadLedgerEvent = ReadEvent<LedgerEvent>;

/** Where an event is being folded: the event itself, and the document with its neighbours. */
export interface Folding<Content> {
  readonly event: ReadLedgerEvent;
  readonly place: Place;
  readonly beside: Beside<Content>;
}

/** Reads the events of wallets and catalogues. */
export const ledgerEventReader: EventReader<LedgerEvent> = (recorded, origin) => {
  const { stream, revision, position, type, data } = recorded;
  const name = parseStream(stream);
  if (name === undefined) return undefined;
  const metadata = JSON.parse(recorded.metadata) as EventMetadata;
  const event = decodeEventOf(name, { type, data, occurredAt: metadata.occurredAt });
  if (origin === undefined && revision !== 1)
    throw new Error(`event ${revision} of ${stream} is read without the first`);
  return { stream, revision, position, metadata, event, origin: origin ?? event };
};

const ORIGINS_MAX = 100_000;

/** Where the event is that this one takes back. */
const takesBack = ({ event }: ReadLedgerEvent): Revision | undefined =>
  event.type === 'ConsumptionReversed' ? event.data.consumption.revision : undefined;

/**
 * Reads batches of recorded events for a follower. The first event of a stream is looked up once
 * and remembered, and what is taken back whenever that happens, which is seldom; streams of other
 * kinds are left out, and so is what has not taken effect.
 */
export function ledgerEventsFrom(
  store: Pick<EventStore, 'readStream'>,
): (batch: readonly RecordedEvent[]) => Promise<readonly ReadLedgerEvent[]> {
  const origins = new Map<string, LedgerEvent>();

  const remember = (read: ReadLedgerEvent): void => {
    if (origins.size >= ORIGINS_MAX) origins.clear();
    origins.set(read.stream, read.origin);
  };

  const recall = async (stream: string): Promise<LedgerEvent> => {
    const first = (await store.readStream(stream, 1, 1))[0];
    const read = first && ledgerEventReader(first, undefined);
    if (read === undefined) throw new Error(`${stream} has no first event`);
    remember(read);
    return read.origin;
  };

  const withTakenBack = async (read: ReadLedgerEvent, revision: Revision) => {
    const recorded = await eventAt(store, read.stream, revision);
    return { ...read, takenBack: recorded && ledgerEventReader(recorded, read.origin)?.event };
  };

  return async (batch) => {
    const events: ReadLedgerEvent[] = [];
    for (const recorded of await effectiveEvents(batch, store)) {
      const { stream, revision } = recorded;
      if (parseStream(stream) === undefined) continue;
      const origin = revision === 1 ? undefined : (origins.get(stream) ?? (await recall(stream)));
      const read = ledgerEventReader(recorded, origin);
      if (read === undefined) continue;
      if (revision === 1) remember(read);
      const taken = takesBack(read);
      events.push(taken === undefined ? read : await withTakenBack(read, taken));
    }
    return events;
  };
}

/** Reads a whole stream, from its first event on. */
export function readWholeStream(events: readonly RecordedEvent[]): readonly ReadLedgerEvent[] {
  let origin: LedgerEvent | undefined;
  const read: ReadLedgerEvent[] = [];
  for (const recorded of events) {
    const next = ledgerEventReader(recorded, origin);
    if (next === undefined) return [];
    origin ??= next.origin;
    const taken = takesBack(next);
    read.push(taken === undefined ? next : { ...next, takenBack: read[taken - 1]?.event });
  }
  return read;
}

/** The local month under which an instant is filed in the wallet of an event. */
export function monthAt({ origin, stream }: ReadLedgerEvent, instant: Instant): string {
  return localMonth(instant, zoneOf({ origin, stream }));
}

/** The local day under which an instant is filed in the wallet of an event. */
export function dayAt({ origin, stream }: ReadLedgerEvent, instant: Instant): string {
  return localDay(instant, zoneOf({ origin, stream }));
}

export function zoneOf({ origin, stream }: Pick<ReadLedgerEvent, 'origin' | 'stream'>): string {
  if (origin.type !== 'WalletOpened') throw new Error(`${stream} does not begin with WalletOpened`);
  return origin.data.timeZone;
}
