import { describe, expect, test } from '@jest/globals';
import type { DocumentReads } from '#eventsourcing';
import {
  STUDIO,
  WalletHistory,
  added,
  captured,
  consumed,
  granted,
  held,
  histories,
  recorded,
  reversed,
  reverted,
} from '#testing';
import fc from 'fast-check';
import { allProjections } from '../all-projections.ts';
import { foldAll } from '../fold.ts';
import { readWholeStream } from '../ledger-events.ts';
import { documentsAtHand } from '../spec-kit/documents-at-hand.ts';
import { BadPageToken } from './paging.ts';
import {
  getUsageBreakdown,
  type UsageBreakdownQuery,
  type UsageBreakdownRow,
  type UsageGrouping,
} from './usage-breakdown.ts';

const MARCH = { ...STUDIO, fromDay: '2026-03-01', toDay: '2026-04-01', pageSize: 100 };

type BreakdownAsked = Pick<UsageBreakdownQuery, 'groupBy'> & Partial<UsageBreakdownQuery>;

const breakdownOf = (history: WalletHistory, asked: BreakdownAsked) => {
  const documents = foldAll(allProjections, readWholeStream(history.events));
  return getUsageBreakdown(documentsAtHand(documents), { ...MARCH, ...asked });
};

/** "ann photo.apply 500-100 1+2": what was used, less what was reversed, how often, and free besides. */
const shown = ({ groups, total, reversed: back, count, freeCount }: UsageBreakdownRow) =>
  [...groups, `${total}-${back}`, `${count}+${freeCount}`].join(' ');

const rowsOf = async (history: WalletHistory, asked: BreakdownAsked) =>
  (await breakdownOf(history, asked)).items.map(shown);

const opened = (timeZone = 'UTC') =>
  new WalletHistory({ timeZone }).do(...added('ann', 'ann-2'), granted('g', '500.00'));

describe('usage broken down', () => {
  const history = () =>
    opened().do(
      consumed('a', '5.00', { by: 'ann', for: 'e-1' }),
      consumed('b', '7.00', { by: 'ann-2' }),
      consumed('s', '1.00', { for: 'e-2' }),
      reverted('free', { by: 'ann' }),
    );

  test('by one grouping has a row a value, the system and no resource last', async () => {
    expect(await rowsOf(history(), { groupBy: ['MEMBER'] })).toEqual([
      'ann 500-0 1+1',
      'ann-2 700-0 1+0',
      ' 100-0 1+0',
    ]);
    expect(await rowsOf(history(), { groupBy: ['RESOURCE_TYPE'] })).toEqual([
      'event 600-0 2+0',
      ' 700-0 1+1',
    ]);
  });

  test('by two groupings has a row a pair, free actions with an amount of 0', async () => {
    expect(await rowsOf(history(), { groupBy: ['ACTION', 'MEMBER'] })).toEqual([
      'photo.apply ann 500-0 1+0',
      'photo.apply ann-2 700-0 1+0',
      'photo.apply  100-0 1+0',
      'photo.revert ann 0-0 0+1',
    ]);
  });

  test('of one member has its rows and totals alone', async () => {
    const { items, total } = await breakdownOf(history(), { groupBy: ['DAY'], memberId: 'ann' });
    expect(items.map(shown)).toEqual(['2026-03-01 500-0 1+1']);
    expect(total).toEqual({ total: 500n, reversed: 0n, count: 1, freeCount: 1 });
  });

  test('is filed on the local day when it happened, too late for its card or not', async () => {
    const late = opened('Europe/Berlin')
      .at('2026-03-31T21:59')
      .do(consumed('before', '1.00'))
      .at('2026-03-31T22:00')
      .do(consumed('after', '2.00'))
      .at('2026-04-10')
      .do(recorded('late', '4.00', { at: '2026-03-10T12:00' }));
    const asked = { fromDay: '2026-03-02', toDay: '2026-04-02' };
    expect(await rowsOf(late, { groupBy: ['DAY'], ...asked })).toEqual([
      '2026-03-10 400-0 1+0',
      '2026-03-31 100-0 1+0',
      '2026-04-01 200-0 1+0',
    ]);
    expect(await rowsOf(late, { groupBy: ['MONTH'], ...asked, toDay: '2026-04-01' })).toEqual([
      '2026-03 500-0 2+0',
    ]);
  });

  test('shows what is reversed where it was used: its day, member, resource', async () => {
    const back = opened()
      .do(consumed('a', '5.00', { by: 'ann', for: 'e-1' }))
      .at('2026-03-20')
      .do(reversed('a', '2.00'))
      .at('2026-04-03')
      .do(reversed('a'));
    expect(await rowsOf(back, { groupBy: ['DAY', 'RESOURCE_TYPE'] })).toEqual([
      '2026-03-01 event 500-500 1+0',
    ]);
    expect(await rowsOf(back, { groupBy: ['MEMBER'] })).toEqual(['ann 500-500 1+0']);
  });

  test('counts captures each, with their overflow, and what became debt', async () => {
    const owing = new WalletHistory().do(
      granted('g', '10.00'),
      { ...held('h', '6.00', { until: '2026-03-01T10:00' }), overCapture: 'OVERFLOW' },
      captured('h', 'one', { amount: '2.00', keepOpen: true }),
      captured('h', 'two', { amount: '7.00' }),
      recorded('more', '30.00'),
    );
    expect(await rowsOf(owing, { groupBy: ['ACTION'] })).toEqual(['photo.apply 3900-0 3+0']);
  });

  test('has its totals on every page, and goes on after the last row of the page before', async () => {
    const asked: BreakdownAsked = { groupBy: ['MEMBER', 'RESOURCE_TYPE'], pageSize: 2 };
    const first = await breakdownOf(history(), asked);
    expect(first.items.map(shown)).toEqual(['ann event 500-0 1+0', 'ann  0-0 0+1']);
    const pageToken = first.nextPageToken ?? '';
    // A row that comes meanwhile is on no page that was read, and moves none.
    const later = history().do(consumed('z', '1.00', { by: 'ann' }));
    const rest = await breakdownOf(later, { ...asked, pageToken });
    expect(rest.items.map(shown)).toEqual(['ann-2  700-0 1+0', ' event 100-0 1+0']);
    expect(rest.nextPageToken).toBeNull();
    expect([first.total.total, rest.total.total]).toEqual([1300n, 1400n]);
    for (const token of ['ann', '+ann', '+ann +', '+ann + +x', '+a b'])
      await expect(breakdownOf(later, { ...asked, pageToken: token })).rejects.toThrow(
        BadPageToken,
      );
  });

  test('is refused where it would sum too much at once', async () => {
    const documents = foldAll(allProjections, readWholeStream(history().events));
    const daily = documents.filter(({ collection }) => collection === 'daily-usage').slice(0, 1);
    const endless: DocumentReads = {
      ...documentsAtHand(documents),
      list: async ({ limit }) => Array.from({ length: limit }, () => daily).flat(),
    };
    await expect(getUsageBreakdown(endless, { ...MARCH, groupBy: ['DAY'] })).rejects.toMatchObject({
      reason: { code: 'INVALID_FIELD', field: 'to_day' },
    });
  });
});

const PAGES_MAX = 100;

const groupings = fc.subarray<UsageGrouping>(
  ['ACTION', 'MEMBER', 'RESOURCE_TYPE', 'DAY', 'MONTH'],
  { minLength: 1, maxLength: 2 },
);
const questions = fc.record({
  groupBy: fc
    .tuple(groupings, fc.boolean())
    .map(([some, turned]) => (turned ? some.toReversed() : some)),
  memberId: fc.constantFrom(undefined, 'ann', 'bob'),
  fromDay: fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-04'),
  toDay: fc.constantFrom('2026-03-05', '2026-03-09', '2026-04-30'),
});

test('R25: usage broken down in any way is a plain sum over all that happened', async () => {
  await fc.assert(
    fc.asyncProperty(
      histories,
      questions,
      fc.integer({ min: 1, max: 4 }),
      async (history, asked, pageSize) => {
        const documents = foldAll(allProjections, readWholeStream(history.events));
        const rows: UsageBreakdownRow[] = [];
        let pageToken: string | null = '';
        for (let pages = 1; pageToken !== null; pages += 1) {
          expect(pages).toBeLessThanOrEqual(PAGES_MAX);
          const query: UsageBreakdownQuery = { ...STUDIO, ...asked, pageSize, pageToken };
          const page = await getUsageBreakdown(documentsAtHand(documents), query);
          rows.push(...page.items);
          pageToken = page.nextPageToken;
          if (pageToken === null) expect(sumOf(rows)).toEqual(page.total);
        }
        expect(rows.map(shown)).toEqual(naiveRows(history, asked));
      },
    ),
    { numRuns: 100 },
  );
});

interface Use {
  readonly values: Readonly<Record<UsageGrouping, string | null>>;
  readonly total: bigint;
  readonly free: boolean;
  reversed: bigint;
}

/** Everything that was used, one by one. */
function usesOf({ told }: WalletHistory): readonly Use[] {
  const uses = new Map<string, Use>();
  for (const { type, data, occurredAt } of told) {
    if (type === 'ConsumptionReversed') {
      const use = uses.get(data.consumptionId);
      if (use !== undefined) use.reversed += data.amount;
    }
    if (type !== 'CreditsConsumed' && type !== 'FreeActionRecorded') continue;
    uses.set(data.consumptionId, {
      values: {
        ACTION: data.action,
        MEMBER: data.memberId ?? null,
        RESOURCE_TYPE: data.resource?.type ?? null,
        DAY: occurredAt.slice(0, 10),
        MONTH: occurredAt.slice(0, 7),
      },
      total: type === 'CreditsConsumed' ? data.amount : 0n,
      free: type === 'FreeActionRecorded',
      reversed: 0n,
    });
  }
  return [...uses.values()];
}

function naiveRows(
  history: WalletHistory,
  {
    groupBy,
    memberId,
    fromDay,
    toDay,
  }: Omit<UsageBreakdownQuery, 'tenantId' | 'walletId' | 'pageSize'>,
): readonly string[] {
  const uses = usesOf(history)
    .filter(({ values }) => memberId === undefined || values.MEMBER === memberId)
    .filter(({ values }) => fromDay <= (values.DAY ?? '') && (values.DAY ?? '') < toDay);
  // The last of all characters stands for none.
  const groups = Map.groupBy(uses, ({ values }) =>
    groupBy.map((grouping) => values[grouping] ?? '\uffff').join('\u0000'),
  );
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) =>
      shown({
        groups: groupBy.map((grouping) => same[0]?.values[grouping] ?? null),
        ...sumOf(
          same.map(({ total, reversed: back, free }) => ({
            total,
            reversed: back,
            count: free ? 0 : 1,
            freeCount: free ? 1 : 0,
          })),
        ),
      }),
    );
}

const sumOf = (rows: readonly Omit<UsageBreakdownRow, 'groups'>[]) => ({
  total: rows.reduce((sum, { total }) => sum + total, 0n),
  reversed: rows.reduce((sum, row) => sum + row.reversed, 0n),
  count: rows.reduce((sum, { count }) => sum + count, 0),
  freeCount: rows.reduce((sum, { freeCount }) => sum + freeCount, 0),
});
