import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  STUDIO,
  WalletHistory,
  added,
  allocated,
  consumed,
  granted,
  held,
  purchased,
  recorded,
  removed,
  temporaryDirectory,
} from '#testing';
import { EmbeddedReadModelStore } from '#adapters';
import type { Turns } from '#eventsourcing';
import { askedAt, readModelsIn } from '../spec-kit/read-models-in.ts';
import { getBalance, getMemberBalance } from './get-balance.ts';

import { readWholeStream } from '../ledger-events.ts';

const ANN = { ...STUDIO, memberId: 'ann' };

const directory = temporaryDirectory();
const readModels = readModelsIn((name) => EmbeddedReadModelStore.open(join(directory, name)));

describe('the balance of a wallet', () => {
  const balanceOf = async (history: WalletHistory) =>
    getBalance(await readModels(history), STUDIO, askedAt(history));

  test('P38: trial and paid credits are one available balance, told by kind', async () => {
    const history = new WalletHistory().do(
      granted('trial', '10.00', { kind: 'TRIAL', until: '2026-03-05' }),
      purchased('p', '20.00', { until: '2026-03-25' }),
      held('h', '12.00', { until: '2026-03-01T12:00' }),
    );
    expect(await balanceOf(history)).toMatchObject({
      scale: 2,
      balance: 3000n,
      available: 1800n,
      held: 1200n,
      debt: 0n,
      byKind: [
        { kind: 'PURCHASED', available: 1800n, held: 200n },
        { kind: 'TRIAL', available: 0n, held: 1000n },
      ],
      expiringIn7Days: 0n,
      expiringIn30Days: 1800n,
      asOf: readWholeStream(history.events).at(-1)?.position,
    });
  });

  // In Berlin, noon of 3 April is 10:00 UTC, an hour less than 168 after noon of 27 March.
  test.each([
    ['2026-04-03T09:59', 500n],
    ['2026-04-03T10:01', 0n],
  ])('P38: a week is seven local days where clocks change in it: %s', async (until, expiring) => {
    const history = new WalletHistory({ timeZone: 'Europe/Berlin', at: '2026-03-27T11:00' });
    history.do(granted('g', '5.00', { until }));
    expect(await balanceOf(history)).toMatchObject({ expiringIn7Days: expiring });
  });

  test('recorded usage that no lot paid for is debt and makes the balance negative', async () => {
    const history = new WalletHistory().do(granted('g', '5.00'), recorded('c', '7.00'));
    expect(await balanceOf(history)).toMatchObject({
      balance: -200n,
      available: -200n,
      debt: 200n,
    });
  });

  test('D4: what has ended counts as gone though nobody booked it', async () => {
    const history = new WalletHistory().do(granted('g', '5.00', { until: '2026-03-02' }));
    expect(await balanceOf(history.at('2026-03-02'))).toMatchObject({ balance: 0n, byKind: [] });
  });

  test('D4: however much has ended, others have the thread in between', async () => {
    const ending = Array.from({ length: 50 }, (_, index) =>
      granted(`g${index}`, '1.00', { until: '2026-03-02' }),
    );
    const history = new WalletHistory().do(...ending, granted('stays', '5.00')).at('2026-03-02');
    let others = 0;
    const turns: Turns = {
      isOver: true,
      next: async () => {
        others += 1;
      },
    };
    const reads = await readModels(history);
    const answer = await getBalance(reads, STUDIO, { ...askedAt(history), turns });
    expect(answer).toMatchObject({ balance: 500n });
    expect(answer).toEqual(await getBalance(reads, STUDIO, askedAt(history)));
    // Each lot is decided in a step of its own.
    expect(others).toBeGreaterThan(50);
  });

  test('D16: a lot that has begun counts, and settles debt, though nobody booked it', async () => {
    const history = new WalletHistory().do(
      granted('later', '5.00', { from: '2026-03-02' }),
      recorded('c', '3.00'),
    );
    expect(await balanceOf(history)).toMatchObject({ balance: -300n, debt: 300n });
    expect(await balanceOf(history.at('2026-03-02'))).toMatchObject({ balance: 200n, debt: 0n });
  });

  test('D8, scenario 53: a hold past its deadline is released; of an ended lot it is lost', async () => {
    const history = new WalletHistory({ at: '2026-03-01T11:50' }).do(
      granted('promo', '100.00', { kind: 'PROMO', until: '2026-03-01T12:00' }),
      purchased('p', '200.00'),
      held('h', '60.00', { until: '2026-03-01T12:10' }),
    );
    const available = async (at: string) => (await balanceOf(history.at(at))).available;
    expect(await available('2026-03-01T11:51')).toBe(24_000n);
    expect(await available('2026-03-01T12:00')).toBe(20_000n);
    expect(await balanceOf(history)).toMatchObject({ balance: 26_000n, held: 6000n });
    expect(await balanceOf(history.at('2026-03-01T12:10'))).toMatchObject({
      balance: 20_000n,
      held: 0n,
    });
  });

  test('D12: what a hold gives back to a voided lot is gone, booked or not', async () => {
    const history = new WalletHistory().do(
      granted('g', '10.00'),
      held('h', '4.00', { until: '2026-03-01T10:00' }),
      { type: 'VoidLot', lotId: 'grant:g' },
    );
    expect(await balanceOf(history)).toMatchObject({ balance: 400n, held: 400n });
    expect(await balanceOf(history.at('2026-03-01T10:00'))).toMatchObject({
      balance: 0n,
      held: 0n,
    });
  });

  test('a wallet that is not there is refused', async () => {
    const store = await readModels(new WalletHistory());
    const query = { ...STUDIO, walletId: 'other' };
    await expect(getBalance(store, query, askedAt(new WalletHistory()))).rejects.toMatchObject({
      reason: { code: 'WALLET_NOT_FOUND' },
    });
  });
});

describe("a member's balance", () => {
  const balanceOf = async (history: WalletHistory) =>
    getMemberBalance(await readModels(history), ANN, askedAt(history));

  test('R03, R04, scenario 43: personal is the pocket, shared is the pool', async () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      purchased('p', '636.00'),
      allocated({ ann: '136.00' }),
    );
    expect(await balanceOf(history)).toMatchObject({ personal: 13_600n, shared: 50_000n });
    history.do(consumed('c', '140.00', { by: 'ann' }));
    expect(await balanceOf(history)).toMatchObject({ personal: 0n, shared: 49_600n });
  });

  test('D20: where members spend from their pockets alone the pool is not shown', async () => {
    const history = new WalletHistory({ policies: { memberFunding: 'ALLOCATED_ONLY' } }).do(
      ...added('ann'),
      purchased('p', '300.00'),
      allocated({ ann: '100.00' }),
    );
    expect(await balanceOf(history)).toMatchObject({ personal: 10_000n, shared: null });
  });

  test('what is held from the pocket comes back at the deadline, booked or not', async () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      purchased('p', '30.00'),
      allocated({ ann: '10.00' }),
      held('h', '4.00', { until: '2026-03-01T10:00', by: 'ann' }),
    );
    expect(await balanceOf(history)).toMatchObject({ personal: 600n, held: 400n });
    const late = await balanceOf(history.at('2026-03-01T10:00'));
    expect(late).toMatchObject({ personal: 1000n, held: 0n, shared: 2000n });
  });

  test('I11: what is held from the pocket of a member removed since comes back to the pool', async () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      purchased('p', '30.00'),
      allocated({ ann: '10.00' }),
      held('h', '4.00', { until: '2026-03-01T10:00', by: 'ann' }),
      removed('ann'),
    );
    const late = await balanceOf(history.at('2026-03-01T10:00'));
    expect(late).toMatchObject({ personal: 0n, held: 0n, shared: 3000n });
  });

  test('one who never was a member is refused', async () => {
    await expect(balanceOf(new WalletHistory())).rejects.toMatchObject({
      reason: { code: 'MEMBER_NOT_FOUND', memberId: 'ann' },
    });
  });
});
