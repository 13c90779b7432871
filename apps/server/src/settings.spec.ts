import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { configOf } from './config.ts';
import { settingsPage } from './reference/settings-page.ts';
import { DEVELOPMENT_SETTINGS, SETTINGS, type AnySetting } from './settings.ts';

const settings: readonly AnySetting[] = Object.values(SETTINGS);

describe('the table of settings', () => {
  test('docs/settings.md is made from it: npm run generate', () => {
    expect(readFileSync('docs/settings.md', 'utf8')).toBe(settingsPage());
  });

  test("README.md's variables and defaults are those of the table", () => {
    const standards = new Map(settings.map(({ variable, standard }) => [variable, standard]));
    const rows = readFileSync('README.md', 'utf8').matchAll(
      /^\| (?<names>`[A-Z_`, ]+`) *\| (?<defaults>[^|]+) \|/gm,
    );
    const told = [...rows].flatMap(({ groups }) => {
      const names = wordsIn(groups?.['names'] ?? '');
      const defaults = wordsIn(groups?.['defaults'] ?? '');
      return names.map((name, at) => [name, defaults[defaults.length === 1 ? 0 : at]] as const);
    });
    expect(told.length).toBeGreaterThan(10);
    for (const [name, standard] of told)
      expect([name, standard]).toEqual([name, standards.get(name) ?? '–']);
  });

  test('every variable that is read is in it', () => {
    // npm tells its own place to what it runs.
    const known = new Set(['npm_execpath', ...DEVELOPMENT_SETTINGS.map(([variable]) => variable)]);
    for (const { variable } of settings) known.add(variable);
    const files = globSync('{apps,libs,tools,test,examples,deploy}/**/*.{ts,js,cjs,mjs}', {
      exclude: ['**/node_modules/**'],
    });
    const read = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\benv(?:\.|\[')(?<name>\w+)/g)].map(
        ({ groups }) => groups?.['name'] ?? '',
      ),
    );
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((name) => !known.has(name))).toEqual([]);
  });

  test('only the configuration hands the whole environment on', () => {
    const readers = globSync('{apps,libs}/**/*.ts').filter((file) =>
      /process\.env\b/.test(readFileSync(file, 'utf8')),
    );
    expect(readers.toSorted()).toEqual(['apps/cli/src/config.ts', 'apps/server/src/config.ts']);
  });

  test('each default has the form that is asked for', () => {
    for (const { variable, standard, parse } of settings)
      if (standard !== null) expect([variable, parse(standard)]).not.toEqual([variable, undefined]);
  });
});

describe('a value of another form', () => {
  test.each([
    [
      'LISTEN',
      ['', '50051', 'localhost', 'localhost:', ':50051', 'a:b', '127.0.0.1:65536', '::1:5'],
    ],
    ['EVENT_STORE', ['', 'embedded:', 'embedded: ', './data', 'eventstoredb://x']],
    ['READ_MODEL_STORE', ['embedded:', 'mongodb://x']],
    ['NODE_ENV', ['', 'prod', 'Production', 'staging']],
    ['CLOCK', ['', 'Manual', 'off']],
    ['CLOCK_FROM', ['', '2026-01-01', '2026-01-01T00:00:00Z']],
    ['TICKER', ['', 'no', 'true']],
    ['LOG_LEVEL', ['', 'shout', 'INFO']],
    ['WRITERS_MAX', ['', '0', '-1', '1.5', '0x10', '1e3', ' 5', '5 ', '+5', '05', '10000001']],
    ['REMEMBERED_MAX', ['0', '1000000001']],
    ['SNAPSHOT_EVERY', ['0', '1000001']],
    ['DRAIN_MS', ['0', '3600001', 'Infinity', 'NaN']],
    ['INSTANCE', ['', ' ', 'x'.repeat(129)]],
    ['JWT_ALGORITHMS', ['', 'HS256', 'none', 'EdDSA,', 'EdDSA,EdDSA', 'EdDSA, ES256']],
    ['JWT_JWKS', ['', 'ftp://issuer.example/keys', 'https://']],
  ])('of %s is refused by its name', (variable, values) => {
    for (const value of values)
      expect(() => configOf({ [variable]: value })).toThrow(new RegExp(`^${variable} must be `));
  });

  const issuer = { JWT_ISSUER: 'https://issuer.example', JWT_JWKS: 'keys.json' };

  test.each([
    [{ JWT_AUDIENCE: 'us' }, 'JWT_AUDIENCE'],
    [{ JWT_ALGORITHMS: 'RS256' }, 'JWT_ALGORITHMS'],
    [{ JWT_ISSUER: 'https://issuer.example' }, 'JWT_ISSUER'],
    [{ JWT_JWKS: 'keys.json' }, 'JWT_JWKS'],
    [{ NODE_ENV: 'production' }, 'JWT_ISSUER'],
    [{ ...issuer, NODE_ENV: 'production', CLOCK: 'manual' }, 'CLOCK'],
    [{ ...issuer, NODE_ENV: 'production', JWT_JWKS: 'http://issuer.example/keys' }, 'JWT_JWKS'],
    [{ ...issuer, NODE_ENV: 'production', JWT_JWKS: 'HTTP://issuer.example/keys' }, 'JWT_JWKS'],
  ])('%j is refused for what it lacks', (environment, named) => {
    expect(() => configOf(environment)).toThrow(named);
  });

  test('an environment that says nothing, and one that says all, are read', () => {
    expect(configOf({}).listen).toBe('127.0.0.1:50051');
    const all = {
      ...issuer,
      NODE_ENV: 'production',
      JWT_ALGORITHMS: 'RS256,ES256',
      LISTEN: '[::]:0',
    };
    expect(configOf(all).issuer?.algorithms).toEqual(['ES256', 'RS256']);
  });
});

const wordsIn = (cell: string): readonly string[] =>
  cell.split(',').map((word) => word.trim().replaceAll('`', ''));
