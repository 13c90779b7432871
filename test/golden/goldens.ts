import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

const root = import.meta.dirname;

/**
 * Compares a text with its golden file. With `GOLDEN=write` in the environment a file that is not
 * there yet is made; with `GOLDEN=change` those of the tests that run (`-t` names one) become what
 * is said now.
 */
export function expectGolden(file: string, text: string): void {
  const path = join(root, file);
  const isNew = !existsSync(path);
  const mode = process.env['GOLDEN'];
  if ((mode === 'write' && isNew) || (mode === 'change' && (isNew || !isStored(file))))
    writeFileSync(path, text);
  expect(text.split('\n')).toEqual(linesOf(file));
}

// What was stored stays so for ever. Where the same commands are to be stored differently from now
// on, the old file gets another name first, so that its events are read and written again for ever.
const isStored = (file: string): boolean => file.startsWith('events/');

/** The names of the golden files of a folder. */
export const goldensIn = (folder: string): readonly string[] => readdirSync(join(root, folder));

export const linesOf = (file: string): readonly string[] =>
  readFileSync(join(root, file), 'utf8').split('\n');
