import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

const here = import.meta.dirname;

/**
 * Compares a text with its golden file. `GOLDEN=write npm test -- test/golden` makes the files that
 * are not there yet, and never changes one. Where stored bytes change on purpose, the old file gets
 * another name first, so that what it has is read for ever.
 */
export function expectGolden(file: string, text: string): void {
  const path = join(here, file);
  if (!existsSync(path) && process.env['GOLDEN'] === 'write') writeFileSync(path, text);
  expect(text.split('\n')).toEqual(readFileSync(path, 'utf8').split('\n'));
}

/** The golden files of a folder, each with its lines. */
export const goldensIn = (folder: string): readonly (readonly [string, readonly string[]])[] =>
  readdirSync(join(here, folder)).map((file) => [
    file,
    readFileSync(join(here, folder, file), 'utf8')
      .trimEnd()
      .split('\n'),
  ]);
