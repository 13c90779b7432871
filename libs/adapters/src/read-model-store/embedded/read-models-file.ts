import type { FileKind } from '../../sqlite/database-file.ts';

/** The first generation is active from the beginning. */
export const readModelsFile: FileKind = {
  name: 'read-models.sqlite',
  applicationId: 0x63_72_6c_72,
  // What a power loss takes away is folded again: documents and checkpoint go back together.
  synchronous: 'NORMAL',
  layout: 2,
  pagesAtHand: 16_000,
  readerPagesAtHand: 16_000,
  schema: `
    CREATE TABLE active (generation INTEGER NOT NULL);
    INSERT INTO active VALUES (1);
    CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE checkpoints (
      generation INTEGER NOT NULL,
      follower TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (generation, follower)
    ) WITHOUT ROWID`,
};

/** The documents of one generation have a table of their own, easily dropped. */
export function tableOf(generation: number): string {
  return `documents ${generation}`;
}

export function generationOf(table: string): number {
  return Number(table.slice('documents '.length));
}

// All that one wallet has lies together, so that an event changes few pages: what it says of the
// wallet's balance, lots and usage is one place, its row another. Partition and collection are
// numbers of names.
export function schemaOf(table: string): string {
  return `
    CREATE TABLE ${quoted(table)} (
      partition INTEGER NOT NULL,
      collection INTEGER NOT NULL,
      key TEXT NOT NULL,
      ord TEXT,
      body TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (partition, collection, key)
    ) WITHOUT ROWID;
    CREATE INDEX ${quoted(`${table} by order`)} ON ${quoted(table)} (partition, collection, ord)
      WHERE ord IS NOT NULL`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
