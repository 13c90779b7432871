import type { FileKind } from '../../sqlite/database-file.ts';

/** Streams have numbers here too, so that the many receipts stay small. */
export const snapshotsFile: FileKind = {
  name: 'snapshots.sqlite',
  applicationId: 0x63_72_6c_73,
  layout: 1,
  // What a power loss takes away is made again: snapshots, receipts and checkpoint go back together.
  synchronous: 'NORMAL',
  pagesAtHand: 8_000,
  schema: `
    CREATE TABLE snapshots (
      id INTEGER PRIMARY KEY,
      stream TEXT NOT NULL UNIQUE,
      revision INTEGER NOT NULL,
      hash TEXT NOT NULL,
      recorded_at TEXT NOT NULL,
      version INTEGER NOT NULL,
      state TEXT NOT NULL
    );
    CREATE TABLE receipts (
      stream INTEGER NOT NULL,
      key TEXT NOT NULL,
      request_hash TEXT NOT NULL,
      first_revision INTEGER NOT NULL,
      last_revision INTEGER NOT NULL,
      PRIMARY KEY (stream, key)
    ) WITHOUT ROWID;
    CREATE TABLE archive (
      stream INTEGER NOT NULL,
      id TEXT NOT NULL,
      record TEXT NOT NULL,
      PRIMARY KEY (stream, id)
    ) WITHOUT ROWID;
    CREATE TABLE checkpoint (position INTEGER NOT NULL);
    INSERT INTO checkpoint VALUES (0)`,
};
