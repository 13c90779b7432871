import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const DECLARED = /^(?<exported>export )?(?:abstract )?(?:type|interface|class) (?<name>[A-Z]\w*)/gm;

interface Declared {
  readonly name: string;
  readonly file: string;
  readonly isExported: boolean;
}

const declared: readonly Declared[] = globSync('{libs,apps}/**/src/**/*.ts', { cwd: root })
  .filter((file) => !file.includes('/generated/') && !file.includes('node_modules'))
  .flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(DECLARED)].map(({ groups }) => ({
      name: groups?.['name'] ?? '',
      file,
      isExported: groups?.['exported'] !== undefined,
    })),
  );

test('no two types have one name, where one of them is known to other files', () => {
  const byName = [...Map.groupBy(declared, ({ name }) => name)];
  const shared = byName
    .filter(([, all]) => all.length > 1 && all.some(({ isExported }) => isExported))
    .map(([name, all]) => `${name}: ${all.map(({ file }) => file).join(', ')}`);
  expect(declared.length).toBeGreaterThan(500);
  expect(shared).toEqual([]);
});
