import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { canonicalJson, EMPTY_HEAD, type RecordedEvent } from '#eventsourcing';
import { temporaryDirectory } from '#testing';
import { exportStream } from '../../libs/application/src/audit/export-stream.ts';
import { walletStream } from '#ledger';
import { busyWeek } from '../faults/busy-week.ts';
import { Installation, TENANT, TestClock } from '../faults/installation.ts';
import { consume, grant, open } from '../faults/wallet-commands.ts';
import { rechained } from './forged.ts';
import { editEvent } from './stored-log.ts';

jest.setTimeout(60_000);

// Starting Python takes longer than verifying; every position is another spec's matter.
const TAMPERED_EVERY = 7;

const page = join(import.meta.dirname, '../../docs/verify.py');

function verifyPy(lines: readonly string[]) {
  const input = lines.map((line) => `${line}\n`).join('');
  const { status, stdout } = spawnSync('python3', [page], { input, encoding: 'utf8' });
  return { status, said: stdout.trimEnd().split('\n') };
}

describe('docs/verify.py', () => {
  const clock = new TestClock();
  const directory = temporaryDirectory();
  let here: Installation;
  let exported: readonly string[];

  const exportOf = async (walletId: string): Promise<readonly string[]> =>
    Array.fromAsync(exportStream(here.events, walletStream(TENANT, walletId)));

  beforeAll(async () => {
    here = await Installation.open(directory, { clock });
    await here.submit(open(), { walletId: 'four' });
    await here.submit(grant('g1', '100'), { walletId: 'four' });
    await here.submit(consume('c1', '30'), { walletId: 'four' });
    await here.submit(consume('c2', '20.50'), { walletId: 'four' });
    for (const { at, command } of busyWeek.slice(0, -1)) {
      clock.at = at;
      await here.submit(command);
    }
    exported = await exportOf('w');
  });

  afterAll(() => here.close());

  test('verifies a stream with every kind of row and sums them to its balance', async () => {
    const types = new Set(exported.slice(0, -1).map((line) => (JSON.parse(line) as Line).type));
    const rows = `CreditsPurchased CreditsGranted LotActivated LotExpired ExpiryReopened LotVoided
      LotSplit CreditsConsumed ConsumptionReversed DebtSettled DebtWrittenOff`.split(/\s+/);
    expect(rows.filter((type) => !types.has(type))).toEqual([]);
    const { balance, unit } = await here.view();
    expect(unit.scale).toBe(2);
    const head = JSON.parse(exported.at(-1) as string) as Line;
    expect(verifyPy(exported)).toEqual({
      status: 0,
      said: [
        `${exported.length - 1} revisions verified`,
        `head ${head.hash}`,
        `balance ${(Number(balance) / 100).toFixed(2)}`,
      ],
    });
  });

  test('names the first bad revision, whichever event was edited', () => {
    for (let index = 0; index < exported.length - 1; index += TAMPERED_EVERY) {
      const line = exported[index] as string;
      const edited = exported.with(index, line.replace(/"requestHash":"./, '"requestHash":"x'));
      const { status, said } = verifyPy(edited);
      expect([status, said[0]]).toEqual([1, `${index} revisions verified`]);
      expect(said[1]).toBe(`revision ${index + 1} is bad: the running hash no longer matches`);
    }
  });

  test.each([
    ['dropped', (lines: Lines) => lines.toSpliced(5, 1)],
    ['given twice', (lines: Lines) => lines.toSpliced(5, 0, lines[4] as string)],
    ['swapped', (lines: Lines) => lines.with(5, lines[6] as string).with(6, lines[5] as string)],
    ['no JSON', (lines: Lines) => lines.with(5, '{"type":')],
    ['no object', (lines: Lines) => lines.with(5, '[1]')],
    ['another stream', (lines: Lines) => lines.with(5, lines[5]?.replace('.w"', '.x"') as string)],
    [
      'another id',
      (lines: Lines) => lines.with(5, lines[5]?.replace(/"id":"./, '"id":"') as string),
    ],
  ])('names the sixth where the sixth is %s', (_what, tamper) => {
    const { status, said } = verifyPy(tamper(exported));
    expect([status, said[0]]).toEqual([1, '5 revisions verified']);
  });

  test.each([
    ['without its head', (lines: Lines) => lines.slice(0, -1)],
    ['without its last event', (lines: Lines) => lines.toSpliced(-2, 1)],
    [
      'with another head',
      (lines: Lines) => lines.with(lines.length - 1, '{"revision":3,"hash":"00"}'),
    ],
    ['with something behind its head', (lines: Lines) => [...lines, lines[0] as string]],
    ['that is empty', () => []],
  ])('refuses an export %s', (_what, tamper) => {
    expect(verifyPy(tamper(exported)).status).toBe(1);
  });

  test('finds a wrong sum though the chain was computed anew', () => {
    const stream = walletStream(TENANT, 'w');
    for (const type of [
      'CreditsPurchased',
      'LotActivated',
      'LotExpired',
      'ExpiryReopened',
      'LotVoided',
      'CreditsConsumed',
      'ConsumptionReversed',
      'DebtWrittenOff',
    ]) {
      const bad = exported.findIndex((line) => line.includes(`"type":"${type}"`));
      let head = EMPTY_HEAD;
      const lines = exported.slice(0, -1).map((line, index) => {
        const { data, metadata, ...event } = JSON.parse(line) as Exported;
        const { amount } = data;
        const edited = index === bad ? { ...data, amount: `1${String(amount)}` } : data;
        const next = rechained(stream, head, {
          ...event,
          data: canonicalJson(edited),
          metadata: JSON.stringify(metadata),
        });
        head = next.head;
        return lineOf({ ...event, ...next.event });
      });
      const { status, said } = verifyPy([...lines, JSON.stringify(head)]);
      expect([type, status, said[0]]).toEqual([type, 1, `${bad} revisions verified`]);
      expect(said[1]).toMatch(/balanceAfter is .*, the rows sum to /);
    }
  });

  test('scenario 119', async () => {
    expect(verifyPy(await exportOf('four')).said[0]).toBe('4 revisions verified');
    editEvent(directory, { stream: walletStream(TENANT, 'four'), revision: 2 }, (event) => ({
      ...event,
      data: event.data.replace('"amount":"100.00"', '"amount":"900.00"'),
    }));
    expect(verifyPy(await exportOf('four'))).toEqual({
      status: 1,
      said: ['1 revisions verified', 'revision 2 is bad: the running hash no longer matches'],
    });
  });
});

type Lines = readonly string[];

interface Exported extends Omit<RecordedEvent, 'data' | 'metadata'> {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: unknown;
}

const lineOf = ({ data, metadata, ...event }: Omit<RecordedEvent, 'position'>): string =>
  JSON.stringify({
    ...event,
    data: JSON.parse(data) as unknown,
    metadata: JSON.parse(metadata) as unknown,
  });

interface Line {
  readonly type: string;
  readonly hash: string;
}
