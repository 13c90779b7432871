import type { ReadModelStore, RecordedEvent } from '#eventsourcing';
import { DEFAULT_POLICIES } from '#ledger';
import { allProjections } from '../all-projections.ts';
import { documentsNeeded, foldBatch } from '../fold.ts';
import { readWholeStream, type ReadLedgerEvent } from '../ledger-events.ts';
import type { Asked } from '../lookups/read-balance.ts';
import { READ_MODELS_FOLLOWER } from '../lookups/reading.ts';

/** Folds events into a store as the follower does it. */
export async function foldInto(
  store: ReadModelStore,
  events: readonly ReadLedgerEvent[],
): Promise<void> {
  const loaded = await store.get(documentsNeeded(allProjections, events));
  const position = events.at(-1)?.position ?? 0n;
  await store.commit(foldBatch(allProjections, events, loaded), {
    follower: READ_MODELS_FOLLOWER,
    from: await store.checkpoint(READ_MODELS_FOLLOWER),
    position,
  });
}

interface Streamed {
  readonly events: readonly RecordedEvent[];
}

/** Makes read models of streams, each time in a store of its own. */
export function readModelsIn(
  open: (name: string) => Promise<ReadModelStore>,
): (...streams: readonly Streamed[]) => Promise<ReadModelStore> {
  let made = 0;
  return async (...streams) => {
    made += 1;
    const store = await open(String(made));
    for (const { events } of streams) await foldInto(store, readWholeStream(events));
    return store;
  };
}

/** When a history is asked about. */
export const askedAt = ({ now }: Pick<Asked, 'now'>): Asked => ({
  now,
  tenantPolicies: DEFAULT_POLICIES,
});
