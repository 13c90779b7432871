import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  CheckpointMoved,
  type CheckpointMove,
  type Document,
  type DocumentKey,
  type DocumentRange,
  type DocumentsAsOf,
  type DocumentWrite,
  type Position,
  type ReadModelStore,
} from '#eventsourcing';
import { openForReading, openForWriting } from '../../sqlite/database-file.ts';
import { Transactions } from '../../sqlite/transactions.ts';
import { DocumentTable } from './document-table.ts';
import { Names } from './names.ts';
import { generationOf, quoted, readModelsFile, schemaOf, tableOf } from './read-models-file.ts';

/**
 * Read models in one SQLite file. Reads and writes happen in the caller's thread: a document is
 * nearer than any other thread. Whoever folds opens the store for writing, in a thread of its own
 * if it likes; whoever answers opens it read-only.
 */
export class EmbeddedReadModelStore implements ReadModelStore {
  readonly #database: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #active: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #activeWithCheckpoint: StatementSync;
  readonly #putCheckpoint: StatementSync;
  readonly #tableExists: StatementSync;
  readonly #names: Names;
  readonly #tables = new Map<number, DocumentTable>();
  #knownGeneration = 0;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#transactions = new Transactions(database);
    this.#names = new Names(database);
    this.#active = database.prepare('SELECT generation FROM active');
    this.#tableExists = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?');
    this.#putCheckpoint = database.prepare('REPLACE INTO checkpoints VALUES (?, ?, ?)');
    this.#checkpoint = database.prepare(
      'SELECT position FROM checkpoints WHERE generation = ? AND follower = ?',
    );
    this.#checkpoint.setReadBigInts(true);
    this.#activeWithCheckpoint = database.prepare(
      `SELECT generation, (SELECT position FROM checkpoints
         WHERE generation = active.generation AND follower = ?) AS position FROM active`,
    );
    this.#activeWithCheckpoint.setReadBigInts(true);
  }

  static async open(
    directory: string,
    { readOnly = false }: { readonly readOnly?: boolean } = {},
  ): Promise<EmbeddedReadModelStore> {
    const open = readOnly ? openForReading : openForWriting;
    return new EmbeddedReadModelStore(open(directory, readModelsFile));
  }

  async get(
    keys: readonly DocumentKey[],
    generation?: number,
  ): Promise<readonly (Document | undefined)[]> {
    return this.#transactions.read(() => {
      const of = this.#generation(generation);
      const table = this.#existing(of);
      return keys.map((key) => table?.get(key));
    });
  }

  async getAsOf(follower: string, keys: readonly DocumentKey[]): Promise<DocumentsAsOf> {
    return this.#transactions.read(() => {
      const active = this.#activeWithCheckpoint.get(follower);
      const table = this.#existing(this.#known(Number(active?.['generation'])));
      return {
        position: (active?.['position'] as bigint | null | undefined) ?? 0n,
        documents: keys.map((key) => table?.get(key)),
      };
    });
  }

  async list(range: DocumentRange, generation?: number): Promise<readonly Document[]> {
    return this.#transactions.read(() => {
      const of = this.#generation(generation);
      return this.#existing(of)?.list(range) ?? [];
    });
  }

  async checkpoint(follower: string, generation?: number): Promise<Position> {
    // One statement is of one moment by itself.
    const row =
      generation === undefined
        ? this.#activeWithCheckpoint.get(follower)
        : this.#checkpoint.get(generation, follower);
    return (row?.['position'] as bigint | null | undefined) ?? 0n;
  }

  async commit(
    writes: readonly DocumentWrite[],
    checkpoint: CheckpointMove,
    generation?: number,
  ): Promise<void> {
    this.#write(() => {
      const of = this.#generation(generation);
      const { follower, from, position } = checkpoint;
      const at = this.#checkpoint.get(of, follower)?.['position'] ?? 0n;
      if (at !== from) throw new CheckpointMoved(checkpoint);
      this.#made(of).writeAll(writes);
      this.#putCheckpoint.run(of, follower, position);
    });
  }

  async activeGeneration(): Promise<number> {
    return this.#generation();
  }

  async activate(generation: number): Promise<void> {
    this.#write(() => {
      // A table that is dropped must not be in use by a statement.
      this.#tables.clear();
      this.#database.prepare('UPDATE active SET generation = ?').run(generation);
      this.#database.prepare('DELETE FROM checkpoints WHERE generation <> ?').run(generation);
      for (const table of this.#tableNames())
        if (generationOf(table) !== generation) this.#database.exec(`DROP TABLE ${quoted(table)}`);
    });
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  /** The generation asked for, or the active one. */
  #generation(asked?: number): number {
    const active = this.#known(Number(this.#active.get()?.['generation']));
    return asked ?? active;
  }

  // Another thread may have swapped: the statements of what was dropped are of no use.
  #known(active: number): number {
    if (active !== this.#knownGeneration) this.#tables.clear();
    this.#knownGeneration = active;
    return active;
  }

  #tableNames(): readonly string[] {
    const rows = this.#database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'documents *'`)
      .all();
    return rows.map((row) => String(row['name']));
  }

  #existing(generation: number): DocumentTable | undefined {
    const known = this.#tables.get(generation);
    if (known !== undefined) return known;
    const exists = this.#tableExists.get(tableOf(generation)) !== undefined;
    return exists ? this.#opened(generation) : undefined;
  }

  #made(generation: number): DocumentTable {
    const existing = this.#existing(generation);
    if (existing !== undefined) return existing;
    this.#database.exec(schemaOf(tableOf(generation)));
    return this.#opened(generation);
  }

  #opened(generation: number): DocumentTable {
    const table = new DocumentTable(this.#database, tableOf(generation), this.#names);
    this.#tables.set(generation, table);
    return table;
  }

  #write(work: () => void): void {
    try {
      this.#transactions.write(work);
    } catch (error) {
      // A table that was made in this transaction is gone with it, and so is a name.
      this.#tables.clear();
      this.#names.forget();
      throw error;
    }
  }
}
