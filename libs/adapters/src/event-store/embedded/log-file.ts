import type { DatabaseSync } from 'node:sqlite';
import type { FileKind } from '../../sqlite/database-file.ts';
import { reasonOf } from '../../sqlite/database-file.ts';
import { pageFaults } from '../../sqlite/sound-file.ts';
import { decodeEvents } from './encoded-events.ts';

const PLACES_TABLES = ['places', 'new_places'];

/**
 * One row and one index entry per append, not per event: entries in random order cost three
 * quarters of the write rate. For the same reason an entry waits in a small table, whose few pages
 * every commit writes, until many go to the large one at once and in order. Streams have numbers,
 * so that both stay small.
 */
export const logFile: FileKind = {
  name: 'events.sqlite',
  applicationId: 0x63_72_6c_65,
  layout: 2,
  synchronous: 'FULL',
  pagesAtHand: 16_000,
  // Commits wait for a checkpoint only if the thread that makes them is far behind.
  checkpointPages: 32_000,
  schema: `
    CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE appends (
      position INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      count INTEGER NOT NULL,
      body TEXT NOT NULL
    );
    ${PLACES_TABLES.map(placesTable).join(';')}`,
};

// `revision` is that of the last event of the append at `position`.
function placesTable(name: string): string {
  return `CREATE TABLE ${name} (
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, revision)
  ) WITHOUT ROWID`;
}

/** How many entries wait in the small table. */
export const NEW_PLACES_MAX = 4_096;

/** Moves all entries that wait to their place. */
export const SETTLE_PLACES = `
  INSERT INTO places SELECT * FROM new_places ORDER BY stream, revision;
  DELETE FROM new_places`;

/** The highest revision of the stream whose number an expression names. */
export const lastRevisionOf = (stream: string): string =>
  `coalesce((SELECT max(revision) FROM new_places WHERE stream = ${stream}),
     (SELECT max(revision) FROM places WHERE stream = ${stream}))`;

/** Selects the appends of stream number `:stream` that end at `:from` or later, in their order. */
export const APPENDS_OF_STREAM = `
  ${PLACES_TABLES.map(appendsThrough).join(' UNION ALL ')} ORDER BY revision`;

// In one statement: between two, entries could move from where the second looks to where the first did.
function appendsThrough(table: string): string {
  return `SELECT position, ${table}.revision AS revision, count, body
    FROM ${table} JOIN appends USING (position)
    WHERE ${table}.stream = :stream AND ${table}.revision >= :from`;
}

/**
 * Copies the write-ahead log to its place as far as no reader needs the old pages, and answers how
 * many pages it holds. A disk that is full fails here too; all is still in the write-ahead log then,
 * and whoever is asked next tries again.
 */
export function copyWriteAheadLog(database: DatabaseSync): number {
  try {
    return Number(database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()?.['log']);
  } catch {
    return 0;
  }
}

/** Fails when the file is damaged. What an append says, the hash chain proves. */
export function requireSound(database: DatabaseSync): void {
  const faults = [...endFaults(database), ...pageFaults(database)];
  if (faults.length > 0) throw new Error(`${logFile.name} is damaged: ${faults.join('; ')}`);
}

function endFaults(database: DatabaseSync): readonly string[] {
  const last = database
    .prepare(
      `SELECT body, count, streams.id AS known,
         ${lastRevisionOf('last.stream')} AS head, last.revision AS revision
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
