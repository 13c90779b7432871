import type { Answer } from './answer.ts';
import { doneUnder, type Done } from './done-under.ts';
import type { EventStore } from './event-store.ts';
import type { UsedKey } from './former-key.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

// Nearly all commands have one event, and the next one shows that this was all.
const FIRST_PAGE = 2;
const PAGE = 32;

/**
 * The answer that a key was given before, read from the command's own events. Fails where something
 * else was asked under it.
 */
export async function replay<State, Command, Event extends DecidedEvent, Record>(
  { key, firstRevision, requestHash }: UsedKey & { readonly requestHash: string },
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
  const done: Done[] = [];
  for (let limit = FIRST_PAGE; ; limit = PAGE) {
    const page = await store.readStream(stream, firstRevision + done.length, limit);
    const own = doneUnder(key, page);
    done.push(...own);
    if (own.length < limit) break;
  }
  const last = done.at(-1) as Done;
  if (last.metadata.requestHash !== requestHash) throw rules.keyReused();
  const events = done.map(({ event, metadata }) =>
    rules.decodeEvent(event.type, event.data, metadata.occurredAt),
  );
  const { position, revision: lastRevision } = last.event;
  const { recordedAt } = last.metadata;
  return {
    events,
    receipt: { position, firstRevision, lastRevision, recordedAt, replayed: true },
  };
}
