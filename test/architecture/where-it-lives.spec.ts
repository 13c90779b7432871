import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

/** What the domain decided, and what must always be true; the others come later. */
const rules = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 19, 20, 21, 27].map((n) => `D${n}`),
  ...[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16].map((n) => `I${n}`),
];

/** | D1 | what it says | the file that holds it | a test's file › "part of its title" | */
interface Row {
  readonly rule: string;
  readonly says: string;
  readonly files: readonly string[];
  readonly proofs: readonly { readonly file: string; readonly title: string }[];
}

const rows: readonly Row[] = readFileSync('ARCHITECTURE.md', 'utf8')
  .split('\n')
  .filter((line) => /^\|\s*[DI]\d+\s*\|/.test(line))
  .map((line) => {
    const [rule = '', says = '', files = '', proofs = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return {
      rule,
      says,
      files: [...files.matchAll(/[\w./-]+\.ts/g)].map(([file]) => file),
      proofs: [...proofs.matchAll(/(?<file>[\w./-]+\.ts)[`)\]]*\s*›\s*"(?<title>[^"]+)"/g)].map(
        ({ groups }) => ({ file: groups?.['file'] ?? '', title: groups?.['title'] ?? '' }),
      ),
    };
  });

function rowOf(rule: string): Row {
  const row = rows.find((each) => each.rule === rule);
  if (row === undefined) throw new Error(`ARCHITECTURE.md has no row for ${rule}`);
  return row;
}

/** What a test file says; the one that plays the scenarios says what its table does. */
const textOf = (file: string): string =>
  [file, ...(file === 'test/scenarios/scenarios.spec.ts' ? globSync(scenarioFiles) : [])]
    .map((each) => readFileSync(each, 'utf8'))
    .join('\n');

const scenarioFiles = 'test/scenarios/features/*.feature.ts';

// "scenario 5" is not told by a title of "scenario 53".
const isToldIn = (text: string, title: string): boolean =>
  new RegExp(`${RegExp.escape(title)}${/\d$/.test(title) ? String.raw`(?!\d)` : ''}`).test(text);

describe('the table of rules in ARCHITECTURE.md', () => {
  test('has one row for each decision and each invariant', () => {
    expect(rows.map(({ rule }) => rule)).toEqual(rules);
  });

  test.each(rules)('says where %s lives', (rule) => {
    const { says, files } = rowOf(rule);
    expect(says).not.toBe('');
    expect(files).not.toEqual([]);
    for (const file of files) {
      expect(file).toMatch(/^(?:libs|apps)\/.*(?<!\.spec)\.ts$/);
      expect([file, existsSync(file)]).toEqual([file, true]);
    }
  });

  test.each(rules)('says what proves %s', (rule) => {
    const { proofs } = rowOf(rule);
    expect(proofs).not.toEqual([]);
    for (const { file, title } of proofs) {
      expect(file).toMatch(/\.spec\.ts$/);
      expect([file, existsSync(file)]).toEqual([file, true]);
      expect([title, isToldIn(textOf(file), title)]).toEqual([title, true]);
    }
  });
});

describe('what is published', () => {
  const sources = globSync('{libs,apps}/**/*.{ts,js,json,md,proto}', {
    exclude: (name) => name.includes('node_modules'),
  });
  const pathOfAMachine = /(?<![\w.:/-])\/(?:work|home|root|Users|tmp|mnt)\/\w|[A-Z]:\\\\?\w/;

  test('speaks of no path of a machine', () => {
    expect(sources.length).toBeGreaterThan(100);
    const speaking = sources.filter((file) => pathOfAMachine.test(readFileSync(file, 'utf8')));
    expect(speaking).toEqual([]);
  });
});
