import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Position, RecordedEvent, Revision } from '#eventsourcing';
import { openForReading } from '../../sqlite/database-file.ts';
import { decodeEvents } from './encoded-events.ts';
import { APPENDS_OF_STREAM, logFile } from './log-file.ts';

type Row = readonly [position: number, revision: number, count: number, body: string];
type RowOfAll = readonly [...Row, stream: number];

// One statement answers this many appends, each of which may have a megabyte.
const ROWS_AT_ONCE = 64;
const KNOWN_NAMES_MAX = 100_000;

/**
 * The reading end of the log, on a connection of its own in the caller's thread. A worker would
 * add two messages and a copy to every read; the tail of a stream is here in a few microseconds,
 * and the writer, in its thread, is not disturbed.
 */
export class LogReader {
  readonly #database: DatabaseSync;
  readonly #ofStream: StatementSync;
  readonly #ofAll: StatementSync;
  readonly #numberOf: StatementSync;
  readonly #nameOf: StatementSync;
  readonly #head: StatementSync;
  /** A stream keeps its number for ever. */
  readonly #names = new Map<number, string>();

  constructor(directory: string) {
    this.#database = openForReading(directory, logFile);
    const prepare = (sql: string): StatementSync => {
      const statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#ofStream = prepare(APPENDS_OF_STREAM);
    this.#numberOf = this.#database.prepare('SELECT id FROM streams WHERE name = ?');
    this.#ofAll = prepare(
      `SELECT position, revision, count, body, stream FROM appends
       WHERE position > ? ORDER BY position LIMIT ${ROWS_AT_ONCE}`,
    );
    this.#nameOf = this.#database.prepare('SELECT name FROM streams WHERE id = ?');
    this.#head = this.#database.prepare('SELECT max(position) AS position FROM appends');
  }

  readStream(stream: string, from: Revision, limit: number): readonly RecordedEvent[] {
    const events: RecordedEvent[] = [];
    if (limit <= 0) return events;
    const known = this.#numberOf.get(stream);
    if (known === undefined) return events;
    const place = { stream: known['id'] as number, from };
    const rows = this.#ofStream.iterate(place) as unknown as Iterable<Row>;
    for (const row of rows)
      for (const event of eventsOf(row, stream)) {
        if (event.revision >= from) events.push(event);
        if (events.length === limit) return events;
      }
    return events;
  }

  readAll(after: Position, limit: number): readonly RecordedEvent[] {
    const events: RecordedEvent[] = [];
    let position = Number(after);
    while (events.length < limit) {
      const rows = this.#ofAll.all(position) as unknown as readonly RowOfAll[];
      for (const row of rows) {
        const found = eventsOf(row, this.#name(row[4]));
        for (const event of found.filter((each) => each.position > after)) events.push(event);
        if (events.length >= limit) return events.slice(0, limit);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_AT_ONCE) return events;
      position = last[0];
    }
    return events;
  }

  head(): Position {
    return BigInt(Number(this.#head.get()?.['position'] ?? 0));
  }

  close(): void {
    this.#database.close();
  }

  #name(id: number): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    if (this.#names.size >= KNOWN_NAMES_MAX) this.#names.clear();
    const name = String(this.#nameOf.get(id)?.['name']);
    this.#names.set(id, name);
    return name;
  }
}

// The first row may begin before what was asked for, and the last one end after it.
function eventsOf(
  [position, revision, count, body]: Row | RowOfAll,
  stream: string,
): readonly RecordedEvent[] {
  return decodeEvents(body, count).map(({ id, type, data, metadata }, index) => {
    const before = count - 1 - index;
    return {
      id,
      type,
      data,
      metadata,
      stream,
      revision: revision - before,
      position: BigInt(position - before),
    };
  });
}
