import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { AuditServiceService, VerifyStreamRequest } from '#contracts';
import { Moments } from '../support/moments.ts';
import { transactions } from './answers.ts';
import { exported, type ExportedEvent } from './export.ts';
import { monthly, promo, purchased } from './lots.ts';
import { Play } from './play.ts';
import type { Scenario } from './scenario.ts';
import { Theatre } from './stage.ts';
import { doing, reverse, spend, used } from './usage.ts';

// Servers start in a second or two, on a busy machine in more.
jest.setTimeout(60_000);

describe('what history proves', () => {
  let theatre: Theatre;

  beforeAll(async () => {
    theatre = await Theatre.open({ from: new Moments('2026-01-01', 'UTC').start });
  });
  afterAll(() => theatre.close());

  const play = async (scenario: Omit<Scenario, 'title'>): Promise<Play> => {
    const played = new Play({ title: 'history', ...scenario }, theatre.stage());
    await played.run();
    return played;
  };

  test('scenario 121: an export has the same rows, signs and times as the list, page by page', async () => {
    const played = await play({
      day: '2026-01-01',
      given: [promo(40, { until: 'd3' }), monthly(50), purchased(100), spend(60, { id: 'run' })],
      steps: [
        { when: doing('image.rotate') },
        { at: 'd3', when: reverse('run', 30) },
        { at: 'd3 01:00', when: used(5, { at: 'd2' }) },
      ],
    });
    const { events } = await exported(played.sight());
    const listed = await transactions(played.sight(), { pageSize: 2 });
    const { moments } = played.sight();
    expect(
      listed.toReversed().map(({ amount, occurredAt, balanceAfter }) => ({
        occurredAt: occurredAt && moments.shown(occurredAt),
        amount,
        balanceAfter,
      })),
    ).toEqual(
      rowsOf(events).map(({ occurredAt, ...row }) => ({
        occurredAt: moments.shown(moments.timestamp(occurredAt)),
        ...row,
      })),
    );
    expect(listed.length).toBeGreaterThan(6);
  });

  test('scenario 119 (I14): an amount edited in storage is found, and its event is named', async () => {
    const played = await play({
      day: '2026-01-04',
      steps: [{ when: purchased(100) }, { when: spend(1) }],
    });
    await played.after(spend(2));
    const { walletId } = played.sight();
    const verify = async () => {
      const request = VerifyStreamRequest.create({ walletId });
      return theatre.client.askResult(AuditServiceService.verifyStream, request, 'auditor');
    };
    expect(await verify()).toMatchObject({ ok: true, revisionsVerified: 4n });

    await theatre.stop();
    editAmount(theatre.data, `wallet-acme.${walletId}`);
    await theatre.start();
    const verified = await verify();
    expect(verified).toMatchObject({ ok: false, revisionsVerified: 1n, head: { revision: 4n } });
    expect(verified.firstBad).toMatchObject({ revision: 2n });
    expect(verified.firstBad?.problem).toMatch(/hash/);
  });
});

interface Row {
  readonly occurredAt: string;
  readonly amount: string;
  readonly balanceAfter: string;
}

/** The rows that an export tells: what moved the balance, and what was free. */
function rowsOf(events: readonly ExportedEvent[]): readonly Row[] {
  const rows: Row[] = [];
  let balance = 0n;
  for (const { type, data, metadata } of events) {
    const after = data['balanceAfter'] === undefined ? balance : minor(data['balanceAfter']);
    if (after === balance && type !== 'FreeActionRecorded') continue;
    const occurredAt = String(data['effectiveAt'] ?? metadata['occurredAt']);
    rows.push({ occurredAt, amount: shown(after - balance), balanceAfter: shown(after) });
    balance = after;
  }
  return rows;
}

const minor = (amount: unknown): bigint => BigInt(String(amount).replace('.', ''));

function shown(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Makes 100 credits of the second event 900, in the file itself. */
function editAmount(data: string, stream: string): void {
  const database = new DatabaseSync(join(data, 'events.sqlite'));
  const edited = database
    .prepare(
      `UPDATE appends SET body = replace(body, '"amount":"100.00"', '"amount":"900.00"')
       WHERE revision = 2 AND stream = (SELECT id FROM streams WHERE name = ?)
         AND body LIKE '%"amount":"100.00"%'`,
    )
    .run(stream);
  database.close();
  expect(edited.changes).toBe(1);
}
