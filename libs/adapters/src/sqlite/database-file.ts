import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSyncOptions } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { FILE_MODE, FOLDER_MODE } from '../private-files.ts';

// Another process may hold the write lock for as long as its own transaction takes.
const LOCK_WAIT_MS = 5_000;

// Rarely enough that a page written often is copied to its place once.
const CHECKPOINT_PAGES = 4_000;
const PAGE_BYTES = 4096;
// Every commit empties the readers' caches, so a large one pays only where many ask between commits.
const READER_PAGES_AT_HAND = 2_000;

/** What one kind of file is, and how safely it is written. */
export interface FileKind {
  readonly name: string;
  /** Written into the header, so that a file of another kind is refused. */
  readonly applicationId: number;
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly schema: string;
  /** Counts the layouts of such a file; another one is refused, never guessed at. */
  readonly layout: number;
  /** How many pages the writer keeps at hand. */
  readonly pagesAtHand: number;
  /** How many a reader keeps, if it is not as many as usual. */
  readonly readerPagesAtHand?: number;
  /** After how many pages a commit copies the write-ahead log, if it is not as many as usual. */
  readonly checkpointPages?: number;
  /** Pragmas of the writer's connection. */
  readonly settings?: string;
}

/** Opens a file for writing, and makes it and its directory when there is none. */
export function openForWriting(directory: string, kind: FileKind): DatabaseSync {
  makeDirectory(directory);
  const path = join(directory, kind.name);
  // What SQLite keeps beside a file has the file's mode.
  closeSync(openSync(path, 'a', FILE_MODE));
  return open(path, {}, (database) => {
    database.exec(`
      PRAGMA page_size = ${PAGE_BYTES}; PRAGMA cache_size = ${kind.pagesAtHand};
      PRAGMA journal_mode = WAL; PRAGMA synchronous = ${kind.synchronous};
      PRAGMA wal_autocheckpoint = ${kind.checkpointPages ?? CHECKPOINT_PAGES}; ${kind.settings ?? ''}`);
    makeSchema(database, kind);
    requireKind(database, kind);
  });
}

/** Opens a file that a writer has made. Nothing can be changed through this connection. */
export function openForReading(directory: string, kind: FileKind): DatabaseSync {
  return open(join(directory, kind.name), { readOnly: true }, (database) => {
    database.exec(`PRAGMA cache_size = ${kind.readerPagesAtHand ?? READER_PAGES_AT_HAND}`);
    requireKind(database, kind);
  });
}

function open(
  path: string,
  options: DatabaseSyncOptions,
  prepare: (database: DatabaseSync) => void,
): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { ...options, timeout: LOCK_WAIT_MS });
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw new Error(`${path} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// Two processes may meet on a fresh file: the second one finds the schema of the first.
function makeSchema(database: DatabaseSync, kind: FileKind): void {
  database.exec('BEGIN IMMEDIATE');
  if (numberOf(database, 'application_id') === 0 && numberOf(database, 'schema_version') === 0)
    database.exec(`${kind.schema};
      PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.layout};`);
  database.exec('COMMIT');
}

function requireKind(database: DatabaseSync, kind: FileKind): void {
  if (numberOf(database, 'application_id') !== kind.applicationId)
    throw new Error(`it is not a ${kind.name} of this ledger`);
  const layout = numberOf(database, 'user_version');
  if (layout !== kind.layout)
    throw new Error(`its layout is ${layout}, this version knows ${kind.layout}`);
}

function numberOf(database: DatabaseSync, pragma: string): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}

// A new directory is only durable once its parent is, and so is everything in it.
function makeDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return;
  const parent = openSync(dirname(first), 'r');
  fsyncSync(parent);
  closeSync(parent);
}
