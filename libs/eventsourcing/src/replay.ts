import type { CommandResult } from './answer.ts';
import type { Repeat } from './submissions.ts';
import { eventsOfCommand } from './command-events.ts';
import type { EventStore, RecordedEvent } from './event-store.ts';
import { metadataOf } from './hash-chain.ts';
import type { Aggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';
import { ENDLESS_TURN, type Turns } from './turns.ts';

/** Where answers of before are read. */
export interface ReplaySource<T extends StreamTypes> {
  readonly stream: string;
  readonly aggregate: Aggregate<T>;
  readonly events: EventStore;
  readonly turns?: Turns | undefined;
}

/**
 * The answer that a key was given before, read from the command's own events. Fails where something
 * else was asked under it.
 */
export async function replay<T extends StreamTypes>(
  { firstRevision, requestHash, isErasedRepeat }: Repeat<T>,
  source: ReplaySource<T>,
): Promise<Omit<CommandResult<T>, 'state'>> {
  const { stream, aggregate, events: store, turns = ENDLESS_TURN } = source;
  const done = await eventsOfCommand(store, stream, firstRevision);
  const last = done.at(-1) as RecordedEvent;
  const { position, revision: lastRevision } = last;
  const { requestHash: doneHash, recordedAt } = metadataOf(last);
  const events: T['Event'][] = [];
  for (const event of done) {
    if (turns.isOver) await turns.next();
    events.push(aggregate.codec.decode(event.type, event.data, metadataOf(event).occurredAt));
  }
  if (doneHash !== requestHash && !isErasedRepeat(events)) throw aggregate.refusals.keyReused();
  return {
    events,
    receipt: { position, firstRevision, lastRevision, recordedAt, replayed: true },
  };
}
