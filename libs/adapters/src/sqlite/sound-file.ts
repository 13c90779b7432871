import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

// Where SQLite's own header says how large the file is.
const HEADER_BYTES = 100;
const PAGE_BYTES_AT = 16;
const PAGE_COUNT_AT = 28;
// How SQLite writes that a page has 65,536 bytes.
const LARGEST_PAGE = 1;
const LARGEST_PAGE_BYTES = 65_536;

// Checking a gigabyte takes about half a second.
const CHECKED_WHOLE_BYTES_MAX = 1_073_741_824;

/**
 * Fails when a file was cut short. SQLite would take a part of a page for a whole one. With
 * something in the write-ahead log that may be right: there the missing part is found.
 */
export function requireWhole(path: string): void {
  const size = sizeOf(path);
  if (size === 0 || sizeOf(`${path}-wal`) > 0) return;
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  readSync(file, header);
  closeSync(file);
  if (!header.toString('latin1').startsWith('SQLite format 3\0'))
    throw new Error(`${path} is not a database`);
  const written = header.readUInt16BE(PAGE_BYTES_AT);
  const pageBytes = written === LARGEST_PAGE ? LARGEST_PAGE_BYTES : written;
  const whole = pageBytes * header.readUInt32BE(PAGE_COUNT_AT);
  if (size !== whole) throw new Error(`${path} is damaged: ${size} bytes are left of ${whole}`);
}

/** What SQLite finds wrong in the pages of a file; nothing is looked for where that would take long. */
export function pageFaults(database: DatabaseSync): readonly string[] {
  const size = database
    .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get();
  if (Number(size?.['bytes']) > CHECKED_WHOLE_BYTES_MAX) return [];
  const rows = database.prepare('PRAGMA quick_check(1)').all();
  // Each may have lines of its own.
  return rows
    .map((row) => String(row['quick_check']).replaceAll('\n', ' '))
    .filter((fault) => fault !== 'ok');
}

/** Fails when a file that is there is cut short or damaged. */
export function requireSoundFile(path: string): void {
  if (sizeOf(path) === 0) return;
  requireWhole(path);
  const faults = faultsOf(path);
  if (faults.length > 0) throw new Error(`${path} is damaged: ${faults.join('; ')}`);
}

function faultsOf(path: string): readonly string[] {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    return pageFaults(database);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    database?.close();
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
