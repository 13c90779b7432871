import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Position, RecordedEvent, Revision } from '#eventsourcing';
import { openForReading } from '../../sqlite/database-file.ts';
import { decodeEvents } from './encoded-events.ts';
import { logFile } from './log-file.ts';

type Row = readonly [position: number, revision: number, count: number, body: string, name: string];

/**
 * The reading end of the log, on a connection of its own in the caller's thread. A worker would
 * add two messages and a copy to every read; the tail of a stream is here in a few microseconds,
 * and the writer, in its thread, is not disturbed.
 */
export class LogReader {
  readonly #database: DatabaseSync;
  readonly #ofStream: StatementSync;
  readonly #ofAll: StatementSync;
  readonly #head: StatementSync;

  constructor(directory: string) {
    this.#database = openForReading(directory, logFile);
    const rows = (where: string): StatementSync => {
      const statement = this.#database.prepare(
        `SELECT position, revision, count, body, name
         FROM appends JOIN streams ON streams.id = appends.stream WHERE ${where}`,
      );
      statement.setReturnArrays(true);
      return statement;
    };
    this.#ofStream = rows('name = ? AND revision >= ? ORDER BY revision');
    this.#ofAll = rows('position > ? ORDER BY position');
    this.#head = this.#database.prepare('SELECT max(position) AS position FROM appends');
  }

  readStream(stream: string, from: Revision, limit: number): readonly RecordedEvent[] {
    const rows = this.#ofStream.iterate(stream, from) as unknown as Iterable<Row>;
    return eventsOf(rows, limit, ({ revision }) => revision >= from);
  }

  readAll(after: Position, limit: number): readonly RecordedEvent[] {
    const rows = this.#ofAll.iterate(after) as unknown as Iterable<Row>;
    return eventsOf(rows, limit, ({ position }) => position > after);
  }

  head(): Position {
    return BigInt(Number(this.#head.get()?.['position'] ?? 0));
  }

  close(): void {
    this.#database.close();
  }
}

// The first row may begin before what was asked for, and the last one end after it.
function eventsOf(
  rows: Iterable<Row>,
  limit: number,
  isAskedFor: (event: RecordedEvent) => boolean,
): readonly RecordedEvent[] {
  const events: RecordedEvent[] = [];
  if (limit <= 0) return events;
  for (const [position, revision, count, body, stream] of rows) {
    let before = count;
    for (const { id, type, data, metadata } of decodeEvents(body, count)) {
      before -= 1;
      const event = {
        id,
        type,
        data,
        metadata,
        stream,
        revision: revision - before,
        position: BigInt(position - before),
      };
      if (isAskedFor(event)) events.push(event);
      if (events.length === limit) return events;
    }
  }
  return events;
}
