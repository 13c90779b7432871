import type { DocumentKey, DocumentWrite, ReadModelStore } from '#eventsourcing';
import { allProjections, READ_MODELS_FOLLOWER } from '#read-models';

/** Beside all documents, the versions of the projections that made them. */
const PLACE: DocumentKey = { collection: 'projections', partition: 'all', key: 'versions' };

const VERSIONS = JSON.stringify(
  Object.fromEntries(allProjections.map(({ name, version }) => [name, version])),
);

/** What is stored with the first documents of a generation, and is of no event. */
export const PROJECTION_VERSIONS: DocumentWrite = {
  ...PLACE,
  order: null,
  body: VERSIONS,
  position: 0n,
};

/** Whether the documents that there are have the form that projections of this build give them. */
export async function areCurrent(store: Pick<ReadModelStore, 'get' | 'checkpoint'>) {
  if ((await store.checkpoint(READ_MODELS_FOLLOWER)) === 0n) return true;
  const [versions] = await store.get([PLACE]);
  return versions?.body === VERSIONS;
}
