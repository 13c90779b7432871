import type { FileKind } from '../../sqlite/database-file.ts';

/**
 * Rows are added at the end and never removed: an erased key is overwritten in place. Removing rows
 * would move others between pages, and what they leave behind is not always cleared.
 */
export const keysFile: FileKind = {
  name: 'keys.sqlite',
  applicationId: 0x63_72_6c_6b,
  layout: 1,
  synchronous: 'FULL',
  pagesAtHand: 2_000,
  settings: 'PRAGMA secure_delete = ON',
  schema: `
    CREATE TABLE keys (
      number INTEGER PRIMARY KEY,
      key BLOB NOT NULL,
      erased INTEGER NOT NULL,
      name TEXT NOT NULL UNIQUE
    )`,
};
