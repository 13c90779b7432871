import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FileKind } from '../../sqlite/database-file.ts';
import { reasonOf } from '../../sqlite/database-file.ts';
import { decodeEvents } from './encoded-events.ts';

/**
 * One row and one index entry per append, not per event: entries in random order cost three
 * quarters of the write rate. Streams have numbers, so that the index stays small.
 */
export const logFile: FileKind = {
  name: 'events.sqlite',
  applicationId: 0x63_72_6c_65,
  layout: 1,
  synchronous: 'FULL',
  pagesAtHand: 16_000,
  schema: `
    CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE appends (
      position INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      count INTEGER NOT NULL,
      body TEXT NOT NULL
    );
    CREATE UNIQUE INDEX appends_by_stream ON appends (stream, revision)`,
};

// Where SQLite's own header says how large the file is.
const HEADER_BYTES = 100;
const PAGE_BYTES_AT = 16;
const PAGE_COUNT_AT = 28;

// Checking a gigabyte takes about half a second; beyond that only the end of the log is checked.
const CHECKED_WHOLE_BYTES_MAX = 1_073_741_824;

/**
 * Fails when the file was cut short. SQLite would take a part of a page for a whole one. With
 * something in the write-ahead log that may be right: there the missing part is found.
 */
export function requireWhole(directory: string): void {
  const path = join(directory, logFile.name);
  const size = sizeOf(path);
  if (size === 0 || sizeOf(`${path}-wal`) > 0) return;
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  readSync(file, header);
  closeSync(file);
  const whole = header.readUInt16BE(PAGE_BYTES_AT) * header.readUInt32BE(PAGE_COUNT_AT);
  if (size !== whole) throw new Error(`${path} is damaged: ${size} bytes are left of ${whole}`);
}

/** Fails when the file is damaged. What an append says, the hash chain proves. */
export function requireSound(database: DatabaseSync): void {
  const faults = [...endFaults(database), ...(isSmall(database) ? pageFaults(database) : [])];
  if (faults.length > 0) throw new Error(`${logFile.name} is damaged: ${faults.join('; ')}`);
}

function endFaults(database: DatabaseSync): readonly string[] {
  const last = database
    .prepare(
      `SELECT body, count, streams.id AS known,
         (SELECT max(revision) FROM appends AS own WHERE own.stream = last.stream) AS head, revision
       FROM appends AS last LEFT JOIN streams ON streams.id = last.stream
       ORDER BY position DESC LIMIT 1`,
    )
    .get();
  if (last === undefined) return [];
  try {
    decodeEvents(String(last['body']), Number(last['count']));
  } catch (error) {
    return [reasonOf(error)];
  }
  const isIndexed = last['known'] !== null && last['head'] === last['revision'];
  return isIndexed ? [] : ['the last append is not in the index of its stream'];
}

function pageFaults(database: DatabaseSync): readonly string[] {
  const rows = database.prepare('PRAGMA quick_check(1)').all();
  return rows.map((row) => String(row['quick_check'])).filter((fault) => fault !== 'ok');
}

function isSmall(database: DatabaseSync): boolean {
  const size = database
    .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get();
  return Number(size?.['bytes']) <= CHECKED_WHOLE_BYTES_MAX;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
