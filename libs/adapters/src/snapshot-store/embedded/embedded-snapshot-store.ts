import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  KeyReceipt,
  Position,
  Snapshot,
  SnapshotPart,
  SnapshotParts,
  SnapshotPlace,
  SnapshotStore,
  SnapshotWrite,
} from '#eventsourcing';
import { openForReading, openForWriting } from '../../sqlite/database-file.ts';
import { Transactions } from '../../sqlite/transactions.ts';
import { snapshotsFile } from './snapshots-file.ts';

/** Snapshots, receipts and the archive in one SQLite file, read and written in the caller's thread. */
export class EmbeddedSnapshotStore implements SnapshotStore {
  readonly #database: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #statements: ReturnType<typeof prepareAll>;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#transactions = new Transactions(database);
    this.#statements = prepareAll((sql) => database.prepare(sql));
    this.#statements.checkpoint.setReadBigInts(true);
  }

  static async open(
    directory: string,
    { readOnly = false }: { readonly readOnly?: boolean } = {},
  ): Promise<EmbeddedSnapshotStore> {
    const open = readOnly ? openForReading : openForWriting;
    return new EmbeddedSnapshotStore(open(directory, snapshotsFile));
  }

  async load(stream: string): Promise<Snapshot | undefined> {
    const row = this.#statements.load.get(stream) as Snapshot | undefined;
    return row && { ...row };
  }

  async parts(stream: string, after: string, limit: number): Promise<readonly SnapshotPart[]> {
    const rows = this.#statements.parts.all(stream, PART + after, PART_END, limit);
    return rows.map((row) => {
      const { id, record } = row as { readonly id: string; readonly record: string };
      return { id: id.slice(PART.length), part: record };
    });
  }

  async latest(stream: string): Promise<SnapshotPlace | undefined> {
    const row = this.#statements.latest.get(stream) as SnapshotPlace | undefined;
    return row && { ...row };
  }

  async receipts(
    stream: string,
    keys: readonly string[],
  ): Promise<readonly (KeyReceipt | undefined)[]> {
    return this.#transactions.read(() =>
      keys.map((key) => {
        const row = this.#statements.receipt.get(stream, key) as KeyReceipt | undefined;
        return row && { ...row };
      }),
    );
  }

  async archived(stream: string, ids: readonly string[]): Promise<readonly (string | undefined)[]> {
    return this.#transactions.read(() =>
      ids.map((id) => this.#statements.archived.get(stream, id)?.['record'] as string | undefined),
    );
  }

  async save(writes: readonly SnapshotWrite[], checkpoint: Position): Promise<void> {
    this.#transactions.write(() => {
      for (const write of writes) this.#put(write);
      this.#statements.putCheckpoint.run(checkpoint);
    });
  }

  async checkpoint(): Promise<Position> {
    return this.#statements.checkpoint.get()?.['position'] as bigint;
  }

  async drop(stream: string): Promise<void> {
    this.#transactions.write(() => {
      for (const drop of this.#statements.dropAll) drop.run(stream);
    });
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #put({ snapshot, receipts, archive, parts }: SnapshotWrite): void {
    const { putReceipt, putArchived } = this.#statements;
    const id = this.#putSnapshot(snapshot, parts);
    for (const { key, requestHash, firstRevision, lastRevision } of receipts)
      putReceipt.run(id, key, requestHash, firstRevision, lastRevision);
    for (const { id: recordId, record } of archive) putArchived.run(id, recordId, record);
  }

  /** The stream's number, also where the snapshot and its parts come too late. */
  #putSnapshot(snapshot: Snapshot, { since, changed, gone }: SnapshotParts): number {
    const { stream, revision, hash, recordedAt, version, state } = snapshot;
    const { put, numberOf, putArchived, dropPart, dropParts } = this.#statements;
    const before = numberOf.get(stream);
    if (since > 0 && before === undefined)
      throw new Error(`the snapshot of ${stream} at ${since} was dropped`);
    if (since > 0 && before !== undefined && before['revision'] !== since)
      return Number(before['id']);
    const id = Number(put.get(stream, revision, hash, recordedAt, version, state)?.['id']);
    if (since === 0) dropParts.run(id, PART, PART_END);
    for (const partId of gone) dropPart.run(id, PART + partId);
    for (const { id: partId, part } of changed) putArchived.run(id, PART + partId, part);
    return id;
  }
}

// Parts of states lie among the archive's records, where nothing archived has its id.
const PART = '~part:';
const PART_END = '~part;';

const NUMBER_OF_STREAM = '(SELECT id FROM snapshots WHERE stream = ?)';

function prepareAll(prepare: (sql: string) => StatementSync) {
  return {
    load: prepare(
      `SELECT stream, revision, hash, recorded_at AS recordedAt, version, state
       FROM snapshots WHERE stream = ?`,
    ),
    latest: prepare('SELECT revision, recorded_at AS recordedAt FROM snapshots WHERE stream = ?'),
    receipt: prepare(
      `SELECT key, request_hash AS requestHash, first_revision AS firstRevision,
         last_revision AS lastRevision
       FROM receipts WHERE stream = ${NUMBER_OF_STREAM} AND key = ?`,
    ),
    archived: prepare(`SELECT record FROM archive WHERE stream = ${NUMBER_OF_STREAM} AND id = ?`),
    // To a bare LIMIT another value is bound only by planning anew, which costs more than the list.
    parts: prepare(
      `SELECT id, record FROM archive
       WHERE stream = ${NUMBER_OF_STREAM} AND id > ? AND id < ? ORDER BY id
       LIMIT CAST(? AS INTEGER)`,
    ),
    numberOf: prepare('SELECT id, revision FROM snapshots WHERE stream = ?'),
    dropPart: prepare('DELETE FROM archive WHERE stream = ? AND id = ?'),
    dropParts: prepare('DELETE FROM archive WHERE stream = ? AND id > ? AND id < ?'),
    checkpoint: prepare('SELECT position FROM checkpoint'),
    put: prepare(
      `INSERT INTO snapshots (stream, revision, hash, recorded_at, version, state)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, hash = excluded.hash,
         recorded_at = excluded.recorded_at, version = excluded.version, state = excluded.state
       RETURNING id`,
    ),
    putReceipt: prepare('REPLACE INTO receipts VALUES (?, ?, ?, ?, ?)'),
    putArchived: prepare('REPLACE INTO archive VALUES (?, ?, ?)'),
    putCheckpoint: prepare('UPDATE checkpoint SET position = ?'),
    // The snapshot last, because its number is what the others are found by.
    dropAll: [
      prepare(`DELETE FROM receipts WHERE stream = ${NUMBER_OF_STREAM}`),
      prepare(`DELETE FROM archive WHERE stream = ${NUMBER_OF_STREAM}`),
      prepare('DELETE FROM snapshots WHERE stream = ?'),
    ],
  };
}
