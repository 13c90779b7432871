import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chain, EMPTY_HEAD, type EventMetadata, type Head, type NewEvent } from '#eventsourcing';
import {
  decodeEvents,
  encodeEvents,
} from '../../libs/adapters/src/event-store/embedded/encoded-events.ts';
import type { StoredPlace } from './stored-log.ts';

/**
 * Changes an event where it is stored and computes the whole chain anew, as somebody could who has
 * the file and the code: no hash shows it.
 */
export function forged(
  directory: string,
  { stream, revision }: StoredPlace,
  change: (event: NewEvent) => NewEvent,
): void {
  const log = new DatabaseSync(join(directory, 'events.sqlite'));
  const rows = log
    .prepare(
      `SELECT position, count, body FROM appends
       WHERE stream = (SELECT id FROM streams WHERE name = ?) ORDER BY revision`,
    )
    .all(stream);
  const put = log.prepare('UPDATE appends SET body = ? WHERE position = ?');
  let head = EMPTY_HEAD;
  for (const { position, count, body } of rows) {
    const events = decodeEvents(String(body), Number(count)).map((event) => {
      const next = rechained(stream, head, head.revision + 1 === revision ? change(event) : event);
      head = next.head;
      return next.event;
    });
    put.run(encodeEvents(events), position as number);
  }
  log.close();
}

/** An event with the prevHash, hash and id that it has behind a head. */
export function rechained(
  stream: string,
  head: Head,
  { type, data, metadata }: Omit<NewEvent, 'id'>,
): { readonly event: NewEvent; readonly head: Head } {
  return chain({ stream, head }, { type, data }, JSON.parse(metadata) as EventMetadata);
}
