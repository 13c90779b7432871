import { describe } from '@jest/globals';
import { snapshotStoreContract, temporaryDirectory } from '#testing';
import { EmbeddedSnapshotStore } from './embedded-snapshot-store.ts';

describe('EmbeddedSnapshotStore', () => {
  const directory = temporaryDirectory();
  snapshotStoreContract(() => EmbeddedSnapshotStore.open(directory));
});
