import type { EventStore, ReadModelStore } from '#eventsourcing';
import {
  allProjections,
  documentsNeeded,
  foldBatch,
  ledgerEventsFrom,
  READ_MODELS_FOLLOWER,
} from '#read-models';

/** Lets the read models read on by some events, as one batch. */
export async function readOn(
  events: EventStore,
  readModels: ReadModelStore,
  count: number,
): Promise<void> {
  const from = await readModels.checkpoint(READ_MODELS_FOLLOWER);
  const recorded = await events.readAll(from, count);
  const last = recorded.at(-1);
  if (last === undefined) return;
  const read = await ledgerEventsFrom(events)(recorded);
  const known = await readModels.get(documentsNeeded(allProjections, read));
  const writes = foldBatch(allProjections, read, known);
  await readModels.commit(writes, {
    follower: READ_MODELS_FOLLOWER,
    from,
    position: last.position,
  });
}
