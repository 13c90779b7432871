import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');

// SQLite plans a statement anew whenever a number is bound to a bare LIMIT: docs/decisions/0003.
test('no statement has a bare LIMIT that is bound', () => {
  const files = globSync('libs/adapters/src/**/*.ts', { cwd: root });
  const bare = files.filter((file) => /LIMIT \?/.test(readFileSync(join(root, file), 'utf8')));
  expect(files.length).toBeGreaterThan(20);
  expect(bare).toEqual([]);
});
