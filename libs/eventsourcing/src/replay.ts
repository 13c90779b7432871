import type { Answer } from './answer.ts';
import type { EventStore, RecordedEvent, Revision } from './event-store.ts';
import { metadataOf } from './loaded-stream.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

// Nearly all commands have one event, and the next one shows that this was all.
const FIRST_PAGE = 2;
const PAGE = 32;

/**
 * The answer that a key was given before, read from the command's own events. Fails where something
 * else was asked under it.
 */
export async function replay<State, Command, Event extends DecidedEvent, Record>(
  {
    key,
    firstRevision,
    requestHash,
  }: { readonly key: string; readonly firstRevision: Revision; readonly requestHash: string },
  {
    stream,
    rules,
    events: store,
  }: {
    readonly stream: string;
    readonly rules: StreamRules<State, Command, Event, Record>;
    readonly events: EventStore;
  },
): Promise<Omit<Answer<State, Event>, 'state'>> {
  const recorded: RecordedEvent[] = [];
  for (;;) {
    const limit = recorded.length === 0 ? FIRST_PAGE : PAGE;
    const page = await store.readStream(stream, firstRevision + recorded.length, limit);
    const own = page.findIndex((event) => metadataOf(event).idempotencyKey !== key);
    recorded.push(...(own < 0 ? page : page.slice(0, own)));
    if (own >= 0 || page.length < limit) break;
  }
  const last = recorded.at(-1) as RecordedEvent;
  const metadata = metadataOf(last);
  if (metadata.requestHash !== requestHash) throw rules.keyReused();
  const events = recorded.map((event) =>
    rules.decodeEvent(event.type, event.data, metadataOf(event).occurredAt),
  );
  const { position, revision: lastRevision } = last;
  const { recordedAt } = metadata;
  return {
    events,
    receipt: { position, firstRevision, lastRevision, recordedAt, replayed: true },
  };
}
