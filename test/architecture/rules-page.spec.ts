import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const page = 'docs/rules.md';

/** Whatever is written by hand: code, tests, tools, protos and pages. */
const files = globSync('{*,{libs,apps,test,tools,docs,examples}/**/*}.{ts,js,mjs,proto,py,md}', {
  exclude: (path) => /node_modules|\bgenerated\b|\bdist\b/.test(path),
}).filter((file) => file !== page);

const ID = /[DI][1-9]\d?|[RAVPT]\d\d|R-\d\d|B[1-9]\d?/.source;

// Not a part of a longer word or number, nor a text that is nothing else: those are data of callers.
const NAMED = new RegExp(String.raw`(?<![\w.$-])(?:${ID})(?![\w-])|(?<![\w.-])B4(?=[ab]\b)`, 'g');
const DATA = new RegExp(String.raw`(['"])(?:${ID})[ab]?\1`, 'g');
const RANGE = /\b(?<letter>[DIRAVPT])(?<first>\d{1,2})–\k<letter>(?<last>\d{1,2})\b/g;
// The hour of an instant, as in "…T00:00".
const HOUR = /T\d\d(?=:\d\d)/g;

/** The ids that a text names; "P08–P13" names what is between them too. */
function idsIn(text: string): readonly string[] {
  const between = [...text.matchAll(RANGE)].flatMap(({ groups = {} }) => {
    const { letter = '', first = '', last = '' } = groups;
    const length = Math.max(0, Number(last) - Number(first) + 1);
    return Array.from(
      { length },
      (_, n) => `${letter}${String(Number(first) + n).padStart(first.length, '0')}`,
    );
  });
  const named = text.replace(HOUR, '').replace(DATA, '').match(NAMED) ?? [];
  return [...named, ...between];
}

const rows = readFileSync(page, 'utf8').matchAll(/^\| (?<id>[A-Z]-?\d+) \| (?<says>.+) \|$/gm);
const lines = [...rows].map(({ groups = {} }) => [groups['id'] ?? '', groups['says'] ?? '']);
const explained = new Set(lines.map(([id]) => id));

describe('the ids of rules, requirements and proofs', () => {
  test.each([
    ["test('R-03, R12, scenario 43: personal is the pocket'", ['R-03', 'R12']],
    ['what I16 and P36 say (D1)', ['I16', 'P36', 'D1']],
    ['P08–P11, scenario 111', ['P08', 'P11', 'P08', 'P09', 'P10', 'P11']],
    ['B4a is B1 on one wallet', ['B4', 'B1']],
    ["'P35D', 'PT72H', '2026-03-01T00:00', 'T00:00', U+D800, 'SO-1', 'B9', 0xD1, D1x", []],
  ])('are found in %s', (text, ids) => {
    expect(idsIn(text)).toEqual(ids);
  });

  test('stand in docs/rules.md, each once and in words', () => {
    expect(lines.map(([id]) => id)).toEqual([...explained]);
    expect(lines.filter(([, says = '']) => !/\w.*\.$/.test(says))).toEqual([]);
  });

  test('that the repository names are all in docs/rules.md', () => {
    expect(files.length).toBeGreaterThan(500);
    const named = files.map((file) => [file, idsIn(readFileSync(file, 'utf8'))] as const);
    const unknown = named.flatMap(([file, ids]) =>
      ids.filter((id) => !explained.has(id)).map((id) => `${file}: ${id}`),
    );
    expect(unknown).toEqual([]);
    // The pattern finds them as they are written.
    const all = new Set(named.flatMap(([, ids]) => ids));
    expect(all.isSupersetOf(new Set(['D16', 'I15', 'R-23', 'R25', 'T31', 'V07', 'P36']))).toBe(
      true,
    );
  });
});

describe('pages that say where things are', () => {
  const PATH = /`(?<path>(?:libs|apps|test|tools|docs|deploy)\/[\w./-]+)`/g;

  test.each([
    'ARCHITECTURE.md',
    'docs/adding-things.md',
    'docs/decisions/0004-commands-in-parts.md',
  ])('%s names files and folders that there are', (file) => {
    const paths = [...readFileSync(file, 'utf8').matchAll(PATH)].map(
      ({ groups }) => groups?.['path'] ?? '',
    );
    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});
