import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  STUDIO,
  WalletHistory,
  added,
  captured,
  consumed,
  granted,
  held,
  purchased,
  recorded,
  removed,
  reversed,
  reverted,
  temporaryDirectory,
} from '#testing';
import { EmbeddedReadModelStore } from '#adapters';
import { readModelsIn } from '../spec-kit/read-models-in.ts';
import { getMemberUsage, type MemberUsageQuery } from './member-usage.ts';
import { getMonthlyUsage } from './monthly-usage.ts';
import { BadPageToken } from './paging.ts';

const directory = temporaryDirectory();
const readModels = readModelsIn((name) => EmbeddedReadModelStore.open(join(directory, name)));

async function cardsOf(history: WalletHistory, previousMonths = 3, memberId?: string) {
  const store = await readModels(history);
  const query = { ...STUDIO, previousMonths, memberId };
  return (await getMonthlyUsage(store, query, history.now)).months;
}

const shown = ({ month, total, count }: Awaited<ReturnType<typeof cardsOf>>[number]) =>
  `${month} ${total}/${count}`;

describe('the cards of monthly usage', () => {
  test('P08–P13, scenario 111: the current month and the three before it, with totals and counts', async () => {
    const history = new WalletHistory({ at: '2026-04-02', scale: 0 }).do(purchased('p', '5000'));
    const runs: readonly [string, string][] = [
      ['2026-04-03', '120'],
      ['2026-04-04', '80'],
      ['2026-04-05', '40'],
      ['2026-04-30', '60'],
      ['2026-06-10', '1500'],
      ['2026-07-01', '90'],
      ['2026-07-02', '10'],
    ];
    for (const [index, [day, amount]] of runs.entries())
      history.at(day).do(consumed(`c${index}`, amount));
    const cards = await cardsOf(history);
    expect(cards.map(shown)).toEqual([
      '2026-07 100/2',
      '2026-06 1500/1',
      '2026-05 0/0',
      '2026-04 300/4',
    ]);
    expect(cards.map(({ current }) => current)).toEqual([true, false, false, false]);
  });

  test('P08, scenario 113: in January they reach into the year before', async () => {
    const cards = await cardsOf(new WalletHistory({ at: '2026-01-15' }));
    expect(cards.map(({ month }) => month)).toEqual(['2026-01', '2025-12', '2025-11', '2025-10']);
  });

  test('scenario 108: usage is filed under the local month in which it happened', async () => {
    const history = new WalletHistory({ at: '2025-03-31T22:30', timeZone: 'Europe/Berlin' }).do(
      granted('g', '10.00'),
      consumed('c', '4.00'),
    );
    expect((await cardsOf(history, 1)).map(shown)).toEqual(['2025-04 400/1', '2025-03 0/0']);
  });

  test('D11, scenarios 94 and 96: late usage counts where it happened, too late usage where recorded', async () => {
    const history = new WalletHistory({ at: '2026-03-30' })
      .do(granted('g', '500.00'))
      .at('2026-04-01T00:10')
      .do(recorded('in-time', '30.00', { at: '2026-03-31T23:58' }))
      .at('2026-04-05')
      .do(recorded('too-late', '20.00', { at: '2026-03-31T23:58' }));
    expect((await cardsOf(history, 1)).map(shown)).toEqual(['2026-04 2000/1', '2026-03 3000/1']);
  });

  test('P10: each capture counts once, whatever its size', async () => {
    const history = new WalletHistory().do(
      granted('g', '50.00'),
      held('h', '20.00', { until: '2026-03-01T10:00' }),
      captured('h', 'one', { amount: '5.00', keepOpen: true }),
      captured('h', 'two', { amount: '7.00' }),
    );
    expect((await cardsOf(history, 0)).map(shown)).toEqual(['2026-03 1200/2']);
  });

  test('a reversal changes no card, and what is free is counted apart', async () => {
    const history = new WalletHistory().do(
      granted('g', '50.00'),
      consumed('c', '5.00'),
      reversed('c'),
      reverted('free'),
    );
    expect(await cardsOf(history, 0)).toMatchObject([{ total: 500n, count: 1, freeCount: 1 }]);
  });

  test('a member sees what it used', async () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      granted('g', '50.00'),
      consumed('c', '5.00', { by: 'ann' }),
      consumed('d', '6.00'),
    );
    expect((await cardsOf(history, 1, 'ann')).map(shown)).toEqual(['2026-03 500/1', '2026-02 0/0']);
  });
});

describe('usage by member', () => {
  const usageOf = async (history: WalletHistory, query: Partial<MemberUsageQuery> = {}) =>
    getMemberUsage(await readModels(history), { ...STUDIO, pageSize: 100, ...query }, history.now);

  const history = () =>
    new WalletHistory({ at: '2026-02-20' })
      .do(
        ...added('ann', 'bob', 'ann-2'),
        granted('g', '500.00'),
        consumed('a', '30.00', { by: 'ann' }),
        consumed('b', '7.00', { by: 'bob' }),
      )
      .at('2026-03-10')
      .do(consumed('c', '12.50', { by: 'ann' }), removed('bob'));

  test('R25, scenario 114: is summed by member and organisation, removed members too', async () => {
    expect(await usageOf(history())).toMatchObject({
      items: [
        { memberId: 'ann', total: 4250n, count: 2, removed: false },
        { memberId: 'bob', total: 700n, count: 1, removed: true },
      ],
      organisation: { total: 4950n, count: 3 },
      nextPageToken: null,
    });
  });

  test('is told over a range of months', async () => {
    const february = await usageOf(history(), { fromMonth: '2026-02', untilMonth: '2026-02' });
    expect(february.items.map(({ memberId, total }) => [memberId, total])).toEqual([
      ['ann', 3000n],
      ['bob', 700n],
    ]);
    const march = await usageOf(history(), { fromMonth: '2026-03' });
    expect(march).toMatchObject({ items: [{ memberId: 'ann' }], organisation: { total: 1250n } });
  });

  test('comes in pages by member, in byte order, the system last', async () => {
    const all = history().do(consumed('s', '1.00'), consumed('x', '2.00', { by: 'ann-2' }));
    const first = await usageOf(all, { pageSize: 2 });
    expect(first.items.map(({ memberId }) => memberId)).toEqual(['ann', 'ann-2']);
    const rest = await usageOf(all, { pageSize: 2, pageToken: first.nextPageToken ?? '' });
    expect(rest.items.map(({ memberId }) => memberId)).toEqual(['bob', null]);
    expect(rest).toMatchObject({ nextPageToken: null, organisation: { total: 5250n, count: 5 } });
    await expect(usageOf(all, { pageToken: 'not an id' })).rejects.toThrow(BadPageToken);
  });

  test('can be asked of one member', async () => {
    const bob = await usageOf(history(), { memberId: 'bob' });
    expect(bob.items).toEqual([{ memberId: 'bob', total: 700n, count: 1, removed: true }]);
  });
});
