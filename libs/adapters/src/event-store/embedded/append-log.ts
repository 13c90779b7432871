import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openForWriting, reasonOf } from '../../sqlite/database-file.ts';
import { requireWhole } from '../../sqlite/sound-file.ts';
import { isDiskFull } from '../../sqlite/disk-full.ts';
import type { AppendBatch, BatchOutcome } from './append-batch.ts';
import { decodeEvents } from './encoded-events.ts';
import {
  APPENDS_OF_STREAM,
  lastRevisionOf,
  logFile,
  NEW_PLACES_MAX,
  requireSound,
  SETTLE_PLACES,
} from './log-file.ts';

// Remembering a stream saves two lookups; forgetting all of them costs no more than that.
const KNOWN_STREAMS_MAX = 100_000;

// When COMMIT fails for one of these, nothing was stored for certain. After any other failure, a
// failed sync above all, the frames may or may not be found after a crash.
const REFUSING_ERRORS = new Set([
  5, // SQLITE_BUSY: another process holds the write lock
  8, // SQLITE_READONLY
  13, // SQLITE_FULL
]);

interface KnownStream {
  readonly id: number;
  revision: number;
}

/**
 * The writing end of the log: executes a batch of appends in one transaction with one sync. It runs
 * in the worker thread, so that nobody's event loop waits for the disk.
 */
export class AppendLog {
  readonly database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #dataVersion: StatementSync;
  readonly #findStream: StatementSync;
  readonly #addStream: StatementSync;
  readonly #insert: StatementSync;
  readonly #addPlace: StatementSync;
  readonly #countNewPlaces: StatementSync;
  readonly #from: StatementSync;
  readonly #lastPosition: StatementSync;
  // True only as long as no other connection writes; its data version tells.
  readonly #known = new Map<string, KnownStream>();
  #knownVersion: unknown;
  #position = 0;
  #newPlaces = 0;

  constructor(directory: string) {
    requireWhole(join(directory, logFile.name));
    this.database = openForWriting(directory, logFile);
    requireSound(this.database);
    const prepare = (sql: string): StatementSync => this.database.prepare(sql);
    this.#begin = prepare('BEGIN IMMEDIATE');
    this.#commit = prepare('COMMIT');
    this.#dataVersion = prepare('PRAGMA data_version');
    this.#lastPosition = prepare('SELECT max(position) AS position FROM appends');
    this.#findStream = prepare(
      `SELECT id, ${lastRevisionOf('streams.id')} AS revision FROM streams WHERE name = ?`,
    );
    this.#addStream = prepare('INSERT INTO streams (name) VALUES (?)');
    this.#insert = prepare('INSERT INTO appends VALUES (?, ?, ?, ?, ?)');
    this.#addPlace = prepare('INSERT INTO new_places VALUES (?, ?, ?)');
    this.#countNewPlaces = prepare('SELECT count(*) AS places FROM new_places');
    this.#from = prepare(APPENDS_OF_STREAM);
  }

  /** Fails only when the outcome is unknown; then this log must not be used any more. */
  commit(batch: AppendBatch): BatchOutcome {
    try {
      this.#begin.run();
      this.#forgetWhatOthersChanged();
      const outcomes = this.#appendAll(batch);
      return this.#committed({ outcomes });
    } catch (error) {
      if (error instanceof UnknownCommit) throw error.cause;
      return this.#refused(error);
    }
  }

  close(): void {
    this.database.close();
  }

  #appendAll({ streams, expected, counts, bodies }: AppendBatch): Float64Array {
    const outcomes = new Float64Array(streams.length * 2);
    for (const [index, name] of streams.entries()) {
      const stream = this.#streamOf(name);
      const from = expected[index] ?? 0;
      const count = counts[index] ?? 0;
      const body = bodies[index] ?? '';
      if (stream.revision === from) {
        this.#position += count;
        stream.revision += count;
        this.#insert.run(this.#position, stream.id, stream.revision, count, body);
        this.#addPlace.run(stream.id, stream.revision, this.#position);
        this.#newPlaces += 1;
        outcomes[index * 2] = this.#position;
        outcomes[index * 2 + 1] = stream.revision;
      } else {
        const repeated = this.#positionOfRepeat(stream, from, decodeEvents(body, count));
        outcomes[index * 2] = repeated ?? 0;
        outcomes[index * 2 + 1] = repeated === undefined ? stream.revision : from + count;
      }
    }
    if (this.#newPlaces >= NEW_PLACES_MAX) this.#settlePlaces();
    return outcomes;
  }

  #settlePlaces(): void {
    this.database.exec(SETTLE_PLACES);
    this.#newPlaces = 0;
  }

  #streamOf(name: string): KnownStream {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= KNOWN_STREAMS_MAX) this.#known.clear();
    const row = this.#findStream.get(name);
    const stream =
      row === undefined
        ? { id: Number(this.#addStream.run(name).lastInsertRowid), revision: 0 }
        : { id: Number(row['id']), revision: Number(row['revision'] ?? 0) };
    this.#known.set(name, stream);
    return stream;
  }

  /** Where the same events lie at the same place, if all of them do. */
  #positionOfRepeat(
    stream: KnownStream,
    from: number,
    events: readonly { readonly id: string }[],
  ): number | undefined {
    if (stream.revision < from + events.length) return undefined;
    let revision = from;
    for (const row of this.#from.iterate({ stream: stream.id, from: from + 1 })) {
      const count = Number(row['count']);
      const first = Number(row['revision']) - count + 1;
      for (const stored of decodeEvents(String(row['body']), count).slice(revision + 1 - first)) {
        if (stored.id !== events[revision - from]?.id) return undefined;
        revision += 1;
        if (revision === from + events.length)
          return Number(row['position']) - (Number(row['revision']) - revision);
      }
    }
    return undefined;
  }

  #forgetWhatOthersChanged(): void {
    const version = this.#dataVersion.get()?.['data_version'];
    if (version === this.#knownVersion) return;
    this.#knownVersion = version;
    this.#known.clear();
    this.#position = Number(this.#lastPosition.get()?.['position'] ?? 0);
    this.#newPlaces = Number(this.#countNewPlaces.get()?.['places']);
  }

  #committed(outcome: BatchOutcome): BatchOutcome {
    try {
      this.#commit.run();
      return outcome;
    } catch (error) {
      if (REFUSING_ERRORS.has(errorCodeOf(error))) throw error;
      throw new UnknownCommit('the commit failed', { cause: error });
    }
  }

  #refused(error: unknown): BatchOutcome {
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
    this.#knownVersion = undefined;
    return { refused: `nothing was stored: ${reasonOf(error)}`, isFull: isDiskFull(error) };
  }
}

class UnknownCommit extends Error {}

function errorCodeOf(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  return code & 0xff;
}
