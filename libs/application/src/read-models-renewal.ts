import type { EventStore, ReadModelStore } from '#eventsourcing';
import { areCurrent } from './projection-versions.ts';
import { rebuildReadModels } from './rebuild.ts';

/**
 * Makes documents of another form anew from all of history, and says first that it does so. Until
 * that is done nothing can be answered from them.
 */
export async function renewOutdated(
  events: EventStore,
  store: ReadModelStore,
  told: () => void,
): Promise<void> {
  if (await areCurrent(store)) return;
  told();
  await rebuildReadModels(events, store);
}
