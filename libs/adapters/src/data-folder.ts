import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logFile } from './event-store/embedded/log-file.ts';
import { readModelsFile } from './read-model-store/embedded/read-models-file.ts';
import { snapshotsFile } from './snapshot-store/embedded/snapshots-file.ts';
import { FILE_MODE, FOLDER_MODE } from './private-files.ts';
import { requireSoundFile } from './sqlite/sound-file.ts';
import { ERASURES_FILE } from './text-key-store/embedded/erasures-file.ts';
import { keysFile } from './text-key-store/embedded/keys-file.ts';

/** The files of the embedded engines. */
export const DATA_FILES = {
  events: logFile.name,
  readModels: readModelsFile.name,
  snapshots: snapshotsFile.name,
  textKeys: keysFile.name,
} as const;

/** Where a clock that is moved by hand keeps its time. */
export const CLOCK_FILE = 'clock';

const MODE_BITS = 0o777;
// The log is checked by the thread that writes it.
const CHECKED = [DATA_FILES.readModels, DATA_FILES.snapshots, DATA_FILES.textKeys];
const OURS = [...Object.values(DATA_FILES), CLOCK_FILE, 'development-', ERASURES_FILE];

/** Fails when a file of the folder is there and damaged. */
export function requireSoundFiles(folder: string): void {
  for (const name of CHECKED) requireSoundFile(join(folder, name));
}

/**
 * Takes from everybody but the owner what they may do with the folder and with what the ledger
 * keeps in it. Answers the paths where that was not allowed.
 */
export function tighten(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const ours = readdirSync(folder).filter((name) => OURS.some((begin) => name.startsWith(begin)));
  return [
    ...refusing(folder, FOLDER_MODE),
    ...ours.flatMap((name) => refusing(join(folder, name), FILE_MODE)),
  ];
}

function refusing(path: string, mode: number): readonly string[] {
  try {
    const stat = statSync(path);
    if (stat.isDirectory() !== (mode === FOLDER_MODE)) return [];
    if ((stat.mode & MODE_BITS & ~mode) !== 0) chmodSync(path, mode);
    return [];
  } catch (error) {
    // What another process takes away meanwhile is nobody's to read.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [path];
  }
}
