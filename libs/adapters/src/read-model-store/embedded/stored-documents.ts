import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Document, DocumentKey, DocumentRange, Position } from '#eventsourcing';
import { DocumentTable } from './document-table.ts';
import { Names } from './names.ts';
import { tableOf } from './read-models-file.ts';

/**
 * What one connection sees of the documents of all generations, through statements prepared once.
 * Unless a generation is named it is the active one. Transactions are the caller's business.
 */
export class StoredDocuments {
  readonly names: Names;
  readonly #database: DatabaseSync;
  readonly #active: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #activeCheckpoint: StatementSync;
  readonly #tableExists: StatementSync;
  readonly #tables = new Map<number, DocumentTable>();
  #knownGeneration = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.names = new Names(database);
    this.#active = database.prepare('SELECT generation FROM active');
    this.#tableExists = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?');
    this.#checkpoint = database.prepare(
      'SELECT position FROM checkpoints WHERE generation = ? AND follower = ?',
    );
    this.#checkpoint.setReadBigInts(true);
    this.#activeCheckpoint = database.prepare(
      `SELECT position FROM active JOIN checkpoints USING (generation) WHERE follower = ?`,
    );
    this.#activeCheckpoint.setReadBigInts(true);
  }

  get(keys: readonly DocumentKey[], generation?: number): readonly (Document | undefined)[] {
    const table = this.table(this.generation(generation));
    return keys.map((key) => table?.get(key));
  }

  list(range: DocumentRange, generation?: number): readonly Document[] {
    return this.table(this.generation(generation))?.list(range) ?? [];
  }

  /** One statement, so that it is of one moment by itself. */
  checkpoint(follower: string, generation?: number): Position {
    const row =
      generation === undefined
        ? this.#activeCheckpoint.get(follower)
        : this.#checkpoint.get(generation, follower);
    return (row?.['position'] as bigint | undefined) ?? 0n;
  }

  /** The generation asked for, or the active one. */
  generation(asked?: number): number {
    const active = Number(this.#active.get()?.['generation']);
    // Another thread may have swapped: the statements of what was dropped are of no use.
    if (active !== this.#knownGeneration) this.#tables.clear();
    this.#knownGeneration = active;
    return asked ?? active;
  }

  /** Where a generation's documents are; `undefined` while it has none. */
  table(generation: number): DocumentTable | undefined {
    const known = this.#tables.get(generation);
    if (known !== undefined) return known;
    const name = tableOf(generation);
    if (this.#tableExists.get(name) === undefined) return undefined;
    const table = new DocumentTable(this.#database, name, this.names);
    this.#tables.set(generation, table);
    return table;
  }

  /** A table that is dropped must not be in use by a statement. */
  forgetTables(): void {
    this.#tables.clear();
  }
}
