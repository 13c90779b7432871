import type { Answer } from './answer.ts';
import type { Repeat } from './asks.ts';
import { eventsOfCommand } from './command-events.ts';
import type { EventStore, RecordedEvent } from './event-store.ts';
import { metadataOf } from './hash-chain.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';
import { ENDLESS_TURN, type Turns } from './turns.ts';

/** Where answers of before are read. */
export interface ReplaySource<State, Command, Event extends DecidedEvent, Record> {
  readonly stream: string;
  readonly rules: StreamRules<State, Command, Event, Record>;
  readonly events: EventStore;
  readonly turns?: Turns | undefined;
}

/**
 * The answer that a key was given before, read from the command's own events. Fails where something
 * else was asked under it.
 */
export async function replay<State, Command, Event extends DecidedEvent, Record>(
  { firstRevision, requestHash, isErasedRepeat }: Repeat<Event>,
  source: ReplaySource<State, Command, Event, Record>,
): Promise<Omit<Answer<State, Event>, 'state'>> {
  const { stream, rules, events: store, turns = ENDLESS_TURN } = source;
  const done = await eventsOfCommand(store, stream, firstRevision);
  const last = done.at(-1) as RecordedEvent;
  const { position, revision: lastRevision } = last;
  const { requestHash: doneHash, recordedAt } = metadataOf(last);
  const events: Event[] = [];
  for (const event of done) {
    if (turns.isOver) await turns.next();
    events.push(rules.decodeEvent(event.type, event.data, metadataOf(event).occurredAt));
  }
  if (doneHash !== requestHash && !isErasedRepeat(events)) throw rules.keyReused();
  return {
    events,
    receipt: { position, firstRevision, lastRevision, recordedAt, replayed: true },
  };
}
