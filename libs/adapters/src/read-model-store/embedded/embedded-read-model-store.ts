import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  CheckpointMoved,
  type CheckpointMove,
  type Document,
  type DocumentKey,
  type DocumentRange,
  type DocumentReads,
  type DocumentWrite,
  type Position,
  type ReadModelStore,
} from '#eventsourcing';
import { openForReading, openForWriting } from '../../sqlite/database-file.ts';
import { Transactions } from '../../sqlite/transactions.ts';
import type { DocumentTable } from './document-table.ts';
import { Moments } from './moments.ts';
import { generationOf, quoted, readModelsFile, schemaOf, tableOf } from './read-models-file.ts';
import { StoredDocuments } from './stored-documents.ts';

/**
 * Read models in one SQLite file. Reads and writes happen in the caller's thread: a document is
 * nearer than any other thread. Whoever folds opens the store for writing, in a thread of its own
 * if it likes; whoever answers opens it read-only.
 */
export class EmbeddedReadModelStore implements ReadModelStore {
  readonly #database: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #documents: StoredDocuments;
  readonly #moments: Moments;
  readonly #putCheckpoint: StatementSync;

  private constructor(database: DatabaseSync, openReader: () => DatabaseSync) {
    this.#database = database;
    this.#transactions = new Transactions(database);
    this.#documents = new StoredDocuments(database);
    this.#moments = new Moments(openReader);
    this.#putCheckpoint = database.prepare('REPLACE INTO checkpoints VALUES (?, ?, ?)');
  }

  static async open(
    directory: string,
    { readOnly = false }: { readonly readOnly?: boolean } = {},
  ): Promise<EmbeddedReadModelStore> {
    const openReader = () => openForReading(directory, readModelsFile);
    const database = readOnly ? openReader() : openForWriting(directory, readModelsFile);
    return new EmbeddedReadModelStore(database, openReader);
  }

  atOneMoment<Result>(work: (reads: DocumentReads) => Promise<Result>): Promise<Result> {
    return this.#moments.read(work);
  }

  async get(
    keys: readonly DocumentKey[],
    generation?: number,
  ): Promise<readonly (Document | undefined)[]> {
    return this.#transactions.read(() => this.#documents.get(keys, generation));
  }

  async list(range: DocumentRange, generation?: number): Promise<readonly Document[]> {
    return this.#transactions.read(() => this.#documents.list(range, generation));
  }

  async checkpoint(follower: string, generation?: number): Promise<Position> {
    return this.#documents.checkpoint(follower, generation);
  }

  async commit(
    writes: readonly DocumentWrite[],
    checkpoint: CheckpointMove,
    generation?: number,
  ): Promise<void> {
    this.#write(() => {
      const of = this.#documents.generation(generation);
      const { follower, from, position } = checkpoint;
      if (this.#documents.checkpoint(follower, of) !== from) throw new CheckpointMoved(checkpoint);
      this.#made(of).writeAll(writes);
      this.#putCheckpoint.run(of, follower, position);
    });
  }

  async activeGeneration(): Promise<number> {
    return this.#documents.generation();
  }

  async activate(generation: number): Promise<void> {
    this.#write(() => {
      this.#documents.forgetTables();
      this.#database.prepare('UPDATE active SET generation = ?').run(generation);
      this.#database.prepare('DELETE FROM checkpoints WHERE generation <> ?').run(generation);
      for (const table of this.#tableNames())
        if (generationOf(table) !== generation) this.#database.exec(`DROP TABLE ${quoted(table)}`);
    });
  }

  async close(): Promise<void> {
    this.#moments.close();
    this.#database.close();
  }

  #tableNames(): readonly string[] {
    const rows = this.#database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'documents *'`)
      .all();
    return rows.map((row) => String(row['name']));
  }

  #made(generation: number): DocumentTable {
    const existing = this.#documents.table(generation);
    if (existing !== undefined) return existing;
    this.#database.exec(schemaOf(tableOf(generation)));
    return this.#documents.table(generation) as DocumentTable;
  }

  #write(work: () => void): void {
    try {
      this.#transactions.write(work);
    } catch (error) {
      // A table that was made in this transaction is gone with it, and so is a name.
      this.#documents.forgetTables();
      this.#documents.names.forget();
      throw error;
    }
  }
}
