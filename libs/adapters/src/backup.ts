import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CLOCK_FILE, DATA_FILES } from './data-folder.ts';
import { FILE_MODE, FOLDER_MODE } from './private-files.ts';
import { ERASURES_FILE } from './text-key-store/embedded/erasures-file.ts';

/** Where the files of the embedded engines are, or are to go. */
export interface DataFolders {
  readonly eventStore: string;
  readonly readModelStore: string;
  readonly snapshotStore: string;
  readonly textKeyStore: string;
  readonly clockStore: string;
}

const { events, readModels, snapshots, textKeys } = DATA_FILES;
const LOCK_WAIT_MS = 5_000;

/**
 * Copies what the embedded engines keep, also while a server writes. Whoever reads the log is
 * copied before it, so that no copy has read further than the log goes; the keys come after it, so
 * that the key of every text is there. What was erased of them is copied with the log, for older keys
 * that are put beside it. Answers the paths of the copies.
 */
export function backUp(from: DataFolders, to: DataFolders): readonly string[] {
  const { eventStore, readModelStore, snapshotStore, textKeyStore, clockStore } = to;
  for (const folder of new Set([
    eventStore,
    readModelStore,
    snapshotStore,
    textKeyStore,
    clockStore,
  ]))
    requireEmpty(folder);
  return [
    ...copied(readModels, from.readModelStore, readModelStore),
    ...copied(snapshots, from.snapshotStore, snapshotStore),
    ...copied(events, from.eventStore, eventStore),
    ...copied(textKeys, from.textKeyStore, textKeyStore),
    ...copyOfFile(CLOCK_FILE, from.clockStore, clockStore),
    ...copyOfFile(ERASURES_FILE, from.eventStore, eventStore),
  ];
}

function requireEmpty(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
}

// In one read transaction: a copy is of one moment, and nobody who writes waits for it.
function copied(name: string, from: string, to: string): readonly string[] {
  const path = join(from, name);
  if (!existsSync(path)) return [];
  const copy = join(to, name);
  closeSync(openSync(copy, 'wx', FILE_MODE));
  const database = new DatabaseSync(path, { readOnly: true, timeout: LOCK_WAIT_MS });
  try {
    database.prepare('VACUUM INTO ?').run(copy);
  } finally {
    database.close();
  }
  makeDurable(copy, to);
  return [copy];
}

function copyOfFile(name: string, from: string, to: string): readonly string[] {
  if (!existsSync(join(from, name))) return [];
  const copy = join(to, name);
  copyFileSync(join(from, name), copy);
  chmodSync(copy, FILE_MODE);
  makeDurable(copy, to);
  return [copy];
}

function makeDurable(...paths: readonly string[]): void {
  for (const path of paths) {
    const file = openSync(path, 'r');
    fsyncSync(file);
    closeSync(file);
  }
}
