import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { FILE_MODE, FOLDER_MODE } from '../../private-files.ts';

/** Its name in the folder of the keys. */
export const ERASURES_FILE = 'erasures';

const WHOLE_HASH = /^[0-9a-f]{64}$/;

/**
 * Which keys were erased, kept apart from the keys, so that an older file of keys that is put back
 * brings none of them back. A line for each, the SHA-256 of the key, which tells nothing of it; a
 * key made anew under the same name is another one. Lines are only added, by whichever process, and
 * two such files are one when one is put behind the other.
 */
export class ErasuresFile {
  readonly #path: string;
  readonly #directory: string;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: FOLDER_MODE });
    this.#directory = directory;
    this.#path = join(directory, ERASURES_FILE);
  }

  /** Stored durably when this returns. */
  add(key: Uint8Array): void {
    const isNew = !existsSync(this.#path);
    const file = openSync(this.#path, 'a', FILE_MODE);
    try {
      // A line that a crash left half ends where the next one begins.
      writeSync(file, `\n${hashOf(key)}`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (isNew) makeDurable(this.#directory);
  }

  /** Those of some keys that were erased. */
  among<Kept extends { readonly key: Uint8Array }>(kept: () => Iterable<Kept>): readonly Kept[] {
    const erased = this.#hashes();
    return erased.size === 0 ? [] : [...kept()].filter(({ key }) => erased.has(hashOf(key)));
  }

  #hashes(): ReadonlySet<string> {
    if (!existsSync(this.#path)) return new Set();
    const lines = readFileSync(this.#path, 'utf8').split(/\s+/);
    return new Set(lines.filter((line) => WHOLE_HASH.test(line)));
  }
}

const hashOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('hex');

function makeDurable(directory: string): void {
  const folder = openSync(directory, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
