import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { EmbeddedTextKeyStore, SystemRandomness } from '#adapters';
import { metadataOf, SealedTexts, type RecordedEvent } from '#eventsourcing';
import { temporaryDirectory } from '#testing';
import { walletStream } from '#ledger';
import { busyWeek, hour } from '../faults/busy-week.ts';
import { Installation, TENANT, TestClock } from '../faults/installation.ts';
import { dropAppends, editEvent } from './stored-log.ts';

// Processes start slowly where many tests run at once.
jest.setTimeout(120_000);

const root = join(import.meta.dirname, '../..');
const main = join(root, 'dist/apps/cli/src/main.js');
const stream = walletStream(TENANT, 'w');

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a process of its own. */
function run(file: string, args: readonly string[], input?: string): Promise<Said> {
  const { promise, resolve } = Promise.withResolvers<Said>();
  const child = execFile(file, args, { cwd: root }, (error, out, err) => {
    resolve({ code: error === null ? 0 : Number(error.code), out, err });
  });
  if (input !== undefined) child.stdin?.end(input);
  return promise;
}

const credits = (directory: string, ...args: readonly string[]): Promise<Said> =>
  run(process.execPath, [main, '--data', directory, ...args]);

describe('the command line', () => {
  const clock = new TestClock();
  const directory = temporaryDirectory();
  const live = join(directory, 'live');
  let here: Installation;
  let history: readonly RecordedEvent[];
  let copies = 0;

  beforeAll(async () => {
    here = await Installation.open(live, { clock, snapshotEvery: 20 });
    for (const { at, command } of busyWeek.filter((step) => step.at <= hour(8))) {
      clock.at = at;
      await here.submit(command);
      await here.snapshot();
    }
    writeFileSync(join(live, 'clock'), hour(8));
    history = await here.history();
    expect(await credits(live, 'rebuild')).toMatchObject({ code: 0 });
  });

  afterAll(() => here.close());

  function copyOf(tamper: (copy: string) => void): string {
    copies += 1;
    const copy = join(directory, `copy-${copies}`);
    cpSync(live, copy, { recursive: true });
    tamper(copy);
    return copy;
  }

  test('show wallet prints tables of at most 100 columns', async () => {
    const { code, out, err } = await credits(live, 'show', 'wallet', TENANT, 'w');
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
    for (const said of ['w of acme', 'grant:later', 'ACTIVE', 'FUTURE', 'ann', 'editor'])
      expect(out).toContain(said);
    expect(out).toMatch(/^Last \d+ transactions$/m);
    expect(out).toContain(`As of position ${history.length}, 2026-03-01 17:00:00 UTC.`);
  });

  test('show wallet --json says the same to machines', async () => {
    const { out } = await credits(live, 'show', 'wallet', TENANT, 'w', '--json', '--last', '3');
    const { balance, held } = await here.view();
    expect(JSON.parse(out)).toMatchObject({
      walletId: 'w',
      wallet: { unit: { code: 'CR', scale: 2 }, timeZone: 'Europe/Berlin' },
      now: hour(8),
      asOf: String(history.length),
      balance: { balance: hundredths(balance), held: hundredths(held) },
      transactions: { length: 3 },
    });
  });

  test('verify finds everything right, in all streams and in one', async () => {
    const all = await credits(live, 'verify');
    expect([all.code, all.err]).toEqual([0, '']);
    expect(all.out).toContain(`${history.length} events of 1 stream verified`);
    expect(all.out.trimEnd().split('\n').at(-1)).toBe('verified');
    const { out, code } = await credits(live, 'verify', TENANT, 'w', '--json');
    const { hash } = metadataOf(history.at(-1) as RecordedEvent);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      streams: 1,
      events: history.length,
      head: { revision: history.length, hash },
      bad: [],
    });
  });

  test('verify names an edited event and a document that differs, and says 1', async () => {
    const { revision } = history.find(({ type }) => type === 'CreditsPurchased') as RecordedEvent;
    const edited = copyOf((copy) =>
      editEvent(copy, { stream, revision }, (event) => ({
        ...event,
        data: event.data.replace('"amount":"', '"amount":"9'),
      })),
    );
    const withoutLot = copyOf((copy) => {
      const file = new DatabaseSync(join(copy, 'read-models.sqlite'));
      const [table] = file.prepare(TABLE_OF_DOCUMENTS).all();
      file.exec(
        `DELETE FROM "${String(table?.['name'])}" WHERE key = 'grant:promo'
         AND collection = (SELECT id FROM names WHERE name = 'lots')`,
      );
      file.close();
    });
    const cut = copyOf((copy) => dropAppends(copy, { stream, from: 15, to: history.length }));
    const [event, lot, tail] = await Promise.all([
      credits(edited, 'verify'),
      credits(withoutLot, 'verify', TENANT, 'w'),
      credits(cut, 'verify'),
    ]);
    expect([event.code, lot.code, tail.code]).toEqual([1, 1, 1]);
    expect(event.out).toContain(
      `${stream}: event ${revision} is bad: its hash does not match its content`,
    );
    expect(lot.out).toContain(`${stream}: 1 document of lots differ, first grant:promo`);
    expect(tail.out).toContain('History was cut: the snapshots have read up to');
    expect(tail.out).toMatch(/is bad: history was cut: it ends at revision \d+, a snapshot has/);
    expect(tail.out).toContain('NOT verified');
  });

  test('export is what docs/verify.py verifies', async () => {
    const { code, out } = await credits(live, 'export', TENANT, 'w');
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(history.length + 1);
    const verified = await run('python3', [join(root, 'docs/verify.py')], out);
    expect(verified.code).toBe(0);
    expect(verified.out).toContain(`${history.length} revisions verified`);
  });

  test('rebuild makes read models that are gone', async () => {
    const copy = copyOf((each) => {
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(join(each, `read-models.sqlite${suffix}`), { force: true });
    });
    const shown = await credits(copy, 'show', 'wallet', TENANT, 'w');
    expect([shown.code, shown.err]).toEqual([
      1,
      'There are no read models yet: make them with rebuild.\n',
    ]);
    const rebuilt = await credits(copy, 'rebuild', '--json');
    expect(JSON.parse(rebuilt.out)).toEqual({ position: String(history.length) });
    expect(await credits(copy, 'verify')).toMatchObject({ code: 0 });
  });

  test('erase makes texts unreadable, and everything still verifies', async () => {
    const copy = copyOf(() => undefined);
    const { data } = history.find(({ type }) => type === 'CreditsRequested') as RecordedEvent;
    const { memberId, note } = JSON.parse(data) as { memberId: string; note: string };
    const read = (): string | undefined => {
      const randomness = new SystemRandomness();
      const keys = EmbeddedTextKeyStore.open(copy, randomness);
      const text = new SealedTexts(keys, randomness).open(stream, memberId, note);
      keys.close();
      return text;
    };
    expect(read()).toBeDefined();
    expect(await credits(copy, 'erase', TENANT, 'w', memberId)).toMatchObject({
      code: 2,
      err: `The texts of member ${memberId} would be unreadable for good: say so with --yes.\n`,
    });
    expect(read()).toBeDefined();
    expect(await credits(copy, 'erase', TENANT, 'w', memberId, '--yes')).toMatchObject({ code: 0 });
    expect(read()).toBeUndefined();
    expect(await credits(copy, 'verify')).toMatchObject({ code: 0 });
  });

  test('token signs with the development key of the data directory', async () => {
    const args = ['--tenant', TENANT, '--role', 'finance', 'auditor', '--wallets', 'w', 'v'];
    const { out, err } = await credits(live, 'token', ...args, '--subject', 'joe', '--ttl', '15m');
    expect(err).toBe('');
    const keys = readFileSync(join(live, 'development-jwks.json'), 'utf8');
    const { payload } = await jwtVerify(
      out.trim(),
      createLocalJWKSet(JSON.parse(keys) as JSONWebKeySet),
    );
    expect(payload).toMatchObject({
      sub: 'joe',
      tenant: TENANT,
      roles: ['finance', 'auditor'],
      wallets: ['w', 'v'],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
  });

  const token = ['token', '--tenant', TENANT, '--role'];

  test('misuse is a sentence and 2', async () => {
    const misuses = [
      [['conjure'], "error: unknown command 'conjure'"],
      [['verify', '--bogus'], "error: unknown option '--bogus'"],
      [['export', TENANT], "error: missing required argument 'wallet'"],
      [['token'], "error: required option '--tenant <tenant>' not specified"],
      [[...token, 'boss'], 'The claim "roles" must be a list of member, '],
      [[...token, 'admin', '--ttl', 'soon'], '--ttl must be a duration such as '],
      [['show', 'wallet', TENANT, 'w', '--last', '0'], "error: option '--last <count>'"],
    ] as const;
    const said = await Promise.all(misuses.map(([args]) => credits(live, ...args)));
    for (const [index, [, says]] of misuses.entries())
      expect(said[index]).toEqual({ code: 2, out: '', err: expect.stringContaining(says) });
  });

  test('what is not there is a sentence and 1', async () => {
    const absent = [
      [['show', 'wallet', TENANT, 'x'], 'The tenant acme has no wallet x.\n'],
      [['verify', TENANT, 'x'], 'The tenant acme has no wallet x.\n'],
      [['verify', 'nobody'], 'There is nothing of a tenant nobody.\n'],
      [['export', 'nobody', 'w'], 'The tenant nobody has no wallet w.\n'],
      [['erase', TENANT, 'w', 'zed', '--yes'], 'zed was never a member of the wallet w.\n'],
    ] as const;
    const said = await Promise.all(absent.map(([args]) => credits(live, ...args)));
    for (const [index, [, err]] of absent.entries())
      expect(said[index]).toEqual({ code: 1, out: '', err });
  });

  test('a directory without a ledger is said, and stays as it is', async () => {
    const empty = join(directory, 'empty');
    for (const args of [['verify'], ['rebuild'], ['export', TENANT, 'w']])
      expect(await credits(empty, ...args)).toEqual({
        code: 1,
        out: '',
        err: `There is no ledger in ${empty}: name its directory with --data.\n`,
      });
  });
});

const hundredths = (amount: bigint): string => (Number(amount) / 100).toFixed(2);

const TABLE_OF_DOCUMENTS =
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'documents *'";
