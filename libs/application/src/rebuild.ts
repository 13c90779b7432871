import type { EventStore, Position, ReadModelStore, RecordedEvent } from '#eventsourcing';
import { ProjectionFollower } from './projection-follower.ts';

// Many writes to a commit: random keys are then stored several times faster.
const EVENTS_A_COMMIT = 5000;

/**
 * Makes the read models anew from all of history, beside the live ones, and swaps. Writes may go
 * on meanwhile: the swap happens once the log's head of that moment is reached.
 */
export async function rebuildReadModels(
  events: EventStore,
  store: ReadModelStore,
  told: (position: Position, head: Position) => void = () => undefined,
): Promise<void> {
  const generation = (await store.activeGeneration()) + 1;
  const follower = new ProjectionFollower(events, store, generation);
  let position = await follower.checkpoint();
  for (;;) {
    const batch = await events.readAll(position, EVENTS_A_COMMIT);
    if (batch.length === 0) break;
    await follower.handle(batch);
    position = (batch.at(-1) as RecordedEvent).position;
    told(position, await events.head());
  }
  await store.activate(generation);
}
