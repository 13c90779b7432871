import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  STUDIO,
  WalletHistory,
  added,
  allocated,
  consumed,
  granted,
  histories,
  recorded,
  temporaryDirectory,
  utc,
} from '#testing';
import { EmbeddedReadModelStore } from '#adapters';
import fc from 'fast-check';
import { DEFAULT_POLICIES } from '#ledger';
import { allProjections } from '../all-projections.ts';
import { readWholeStream } from '../ledger-events.ts';
import { foldAll } from '../fold.ts';
import { pocketAmount } from '../documents/transaction.ts';
import { transactions } from '../documents/transactions.ts';
import { askedAt, readModelsIn } from '../spec-kit/read-models-in.ts';
import { balanceAsOf, type BalanceAsOfQuery } from './balance-as-of.ts';

const directory = temporaryDirectory();
const readModels = readModelsIn((name) => EmbeddedReadModelStore.open(join(directory, name)));

describe('a balance as of a time', () => {
  const asOf = async (history: WalletHistory, times: Partial<BalanceAsOfQuery>) => {
    const store = await readModels(history);
    return (await balanceAsOf(store, { ...STUDIO, ...times }, askedAt(history))).balance;
  };

  test('scenario 115: it is that of its instant, later uses and expiries not counted', async () => {
    const history = new WalletHistory()
      .do(granted('g', '10.00', { until: '2026-03-10' }))
      .at('2026-03-05')
      .do(consumed('c', '4.00'))
      .at('2026-03-12');
    for (const each of [history, history.bookDue()]) {
      expect(await asOf(each, { effectiveAt: utc('2026-03-04') })).toBe(1000n);
      expect(await asOf(each, { effectiveAt: utc('2026-03-05') })).toBe(600n);
      expect(await asOf(each, { effectiveAt: utc('2026-03-10') })).toBe(0n);
      expect(await asOf(each, { effectiveAt: utc('2026-03-09') })).toBe(600n);
    }
  });

  test('D11: late usage changes the past, but not what was known of it then', async () => {
    const history = new WalletHistory()
      .do(granted('g', '10.00'))
      .at('2026-03-03')
      .do(recorded('c', '4.00', { at: '2026-03-02' }));
    const effectiveAt = utc('2026-03-02T12:00');
    expect(await asOf(history, { effectiveAt })).toBe(600n);
    expect(await asOf(history, { effectiveAt, knownAt: effectiveAt })).toBe(1000n);
  });

  test('a due booking counts as known from the instant at which it was due', async () => {
    const history = new WalletHistory()
      .do(granted('g', '10.00', { until: '2026-03-02' }))
      .at('2026-03-05')
      .bookDue();
    expect(await asOf(history, { knownAt: utc('2026-03-03') })).toBe(0n);
  });

  test("a member's is its pocket with what was held from it", async () => {
    const history = new WalletHistory()
      .do(...added('ann'), granted('g', '10.00'), allocated({ ann: '6.00' }))
      .at('2026-03-02')
      .do(consumed('c', '2.00', { by: 'ann' }));
    const ann = { memberId: 'ann' };
    expect(await asOf(history, ann)).toBe(400n);
    expect(await asOf(history, { ...ann, effectiveAt: utc('2026-03-01T12:00') })).toBe(600n);
  });

  test('it is the sum of the rows that had happened and were known, once all due is booked', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(200), fc.nat(200), async (history, first, second) => {
        const times = [
          ...history.events.map(({ metadata }) => recordedAtIn(metadata)),
          history.now,
        ];
        const effectiveAt = times[first % times.length] ?? history.now;
        const knownAt = times[second % times.length] ?? history.now;
        const store = await readModels(history);
        const asked = { now: history.now, tenantPolicies: DEFAULT_POLICIES };
        const told = await balanceAsOf(store, { ...STUDIO, effectiveAt, knownAt }, asked);
        const ann = { ...STUDIO, effectiveAt, knownAt, memberId: 'ann' };
        const toldOfAnn = await balanceAsOf(store, ann, asked);
        await store.close();
        const rows = foldAll(allProjections, readWholeStream(history.bookDue().events))
          .filter(({ collection }) => collection === transactions.name)
          .map(({ body, key, order }) => ({ ...transactions.decode(body), key, order }))
          .filter(({ occurredAt }) => occurredAt <= effectiveAt)
          .filter((row) => (row.isDue ? row.occurredAt : row.recordedAt) <= knownAt);
        const ofWallet = rows.filter(({ key }) => !key.startsWith('member '));
        const ofAnn = rows.filter(({ order }) => order?.startsWith('ann '));
        expect(told.balance).toBe(ofWallet.reduce((sum, { amount }) => sum + amount, 0n));
        expect(toldOfAnn.balance).toBe(ofAnn.reduce((sum, row) => sum + pocketAmount(row), 0n));
      }),
      { numRuns: 60 },
    );
  });
});

const recordedAtIn = (metadata: string): ReturnType<typeof utc> =>
  (JSON.parse(metadata) as { readonly recordedAt: ReturnType<typeof utc> }).recordedAt;
