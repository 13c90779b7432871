import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { NewEvent } from '#eventsourcing';
import {
  decodeEvents,
  encodeEvents,
} from '../../libs/adapters/src/event-store/embedded/encoded-events.ts';

/** Which event of an embedded log. */
export interface StoredPlace {
  readonly stream: string;
  readonly revision: number;
}

interface AppendRow {
  readonly position: number;
  readonly revision: number;
  readonly count: number;
  readonly body: string;
}

/** Changes an event where it is stored, as somebody with the file could. */
export function editEvent(
  directory: string,
  place: StoredPlace,
  change: (event: NewEvent) => NewEvent,
): void {
  tamper(directory, (log) => {
    const { position, body, count, revision } = appendOf(log, place);
    const events = decodeEvents(body, count);
    const index = place.revision - (revision - count) - 1;
    const edited = events.with(index, change(events[index] as NewEvent));
    log
      .prepare('UPDATE appends SET body = ? WHERE position = ?')
      .run(encodeEvents(edited), position);
  });
}

/** Changes the stored text of the append that has an event. */
export function editBody(
  directory: string,
  place: StoredPlace,
  change: (body: string) => string,
): void {
  tamper(directory, (log) => {
    const { position, body } = appendOf(log, place);
    log.prepare('UPDATE appends SET body = ? WHERE position = ?').run(change(body), position);
  });
}

/** Removes the appends of a stream that end within two revisions, and answers how many. */
export function dropAppends(
  directory: string,
  { stream, from, to }: { readonly stream: string; readonly from: number; readonly to: number },
): number {
  return tamper(directory, (log) =>
    Number(
      log
        .prepare(
          `DELETE FROM appends WHERE revision BETWEEN ? AND ?
           AND stream = (SELECT id FROM streams WHERE name = ?)`,
        )
        .run(from, to, stream).changes,
    ),
  );
}

function appendOf(log: DatabaseSync, { stream, revision }: StoredPlace): AppendRow {
  return log
    .prepare(
      `SELECT position, revision, count, body FROM appends
       WHERE stream = (SELECT id FROM streams WHERE name = ?) AND revision >= ?
       ORDER BY revision LIMIT 1`,
    )
    .get(stream, revision) as unknown as AppendRow;
}

function tamper<Result>(directory: string, work: (log: DatabaseSync) => Result): Result {
  const log = new DatabaseSync(join(directory, 'events.sqlite'));
  try {
    return work(log);
  } finally {
    log.close();
  }
}
