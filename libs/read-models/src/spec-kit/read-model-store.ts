import type { Position, ReadModelStore } from '#eventsourcing';
import { allProjections } from '../all-projections.ts';
import { documentsNeeded, foldBatch } from '../fold.ts';
import type { ReadLedgerEvent } from '../ledger-events.ts';
import { READ_MODELS_FOLLOWER } from '../lookups/reading.ts';

/** Folds a batch into a store as the follower does it. */
export async function foldInto(
  store: ReadModelStore,
  events: readonly ReadLedgerEvent[],
): Promise<void> {
  const loaded = await store.get(documentsNeeded(allProjections, events));
  const checkpoint = {
    follower: READ_MODELS_FOLLOWER,
    position: events.reduce<Position>((_before, { position }) => position, 0n),
  };
  await store.commit(foldBatch(allProjections, events, loaded), checkpoint);
}
