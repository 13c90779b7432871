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
  reversed,
  reverted,
  temporaryDirectory,
  utc,
} from '#testing';
import { EmbeddedReadModelStore } from '#adapters';
import type { ReadModelStore } from '#eventsourcing';
import { askedAt, foldInto, readModelsIn } from '../spec-kit/read-models-in.ts';
import { listTransactions, type TransactionsQuery } from './list-transactions.ts';
import { BadPageToken } from './paging.ts';

import { readWholeStream } from '../ledger-events.ts';

const directory = temporaryDirectory();
const readModels = readModelsIn((name) => EmbeddedReadModelStore.open(join(directory, name)));

const BEFORE_ANYTHING_IS_DUE = askedAt({ now: utc('2026-03-01') });

const listed = (store: ReadModelStore, query: Partial<TransactionsQuery> = {}) =>
  listTransactions(store, { ...STUDIO, pageSize: 100, ...query }, BEFORE_ANYTHING_IS_DUE);

const rowsOf = async (history: WalletHistory, query: Partial<TransactionsQuery> = {}) =>
  (await listed(await readModels(history), query)).items;

const sum = (rows: readonly { readonly amount: bigint }[]): bigint =>
  rows.reduce((total, { amount }) => total + amount, 0n);

describe('the history of a wallet', () => {
  test('P14–P21: usage is a negative row with its action, its event and who used it', async () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      granted('g', '10.00'),
      consumed('c1', '4.00', { by: 'ann', for: '17' }),
      reverted('c2'),
    );
    expect(await rowsOf(history, { tab: 'usage' })).toMatchObject([
      { type: 'Usage', underlyingType: 'photo.revert', amount: 0n, user: 'System' },
      {
        kind: 'CONSUMPTION',
        type: 'Usage',
        underlyingType: 'photo.apply',
        amount: -400n,
        balanceAfter: 600n,
        user: 'ann',
        resource: { type: 'event', id: '17', name: 'sealed Event 17' },
        slices: [{ lotId: 'grant:g', amount: 400n }],
        actor: { type: 'SERVICE' },
        filedMonth: '2026-03',
        consumptionId: 'c1',
      },
    ]);
  });

  test('P22–P27: every kind of addition is a positive row, a purchase with its references', async () => {
    const history = new WalletHistory().do(
      purchased('p', '50.00'),
      granted('a', '1.00'),
      granted('b', '2.00', { kind: 'PROMO' }),
      granted('c', '3.00', { kind: 'MONTHLY' }),
      granted('d', '4.00', { kind: 'ADD_ON' }),
      granted('e', '5.00', { kind: 'ROLLOVER' }),
      consumed('u', '2.00'),
      reversed('u'),
    );
    const rows = await rowsOf(history, { tab: 'purchase' });
    expect(rows.map(({ type, underlyingType, amount }) => [type, underlyingType, amount])).toEqual([
      ['Refund', 'photo.apply', 200n],
      ['Rollover', 'rollover', 500n],
      ['Add-on', 'add_on', 400n],
      ['Monthly Credits', 'monthly', 300n],
      ['Free Credits', 'promo', 200n],
      ['Admin Grant', 'admin_grant', 100n],
      ['Purchase', 'purchased', 5000n],
    ]);
    expect(rows.at(-1)).toMatchObject({
      salesReference: 'S-p',
      payment: { gateway: 'stripe', paymentId: 'pi-p', orderId: 'o-p' },
      lotId: 'purchase:p',
      source: { type: 'purchase', id: 'p' },
    });
  });

  test('I16, scenario 121: expiry, void, reopening and write-off are the lapses; all sums to the balance', async () => {
    const history = new WalletHistory()
      .do(granted('short', '10.00', { until: '2026-03-03' }), granted('long', '5.00'))
      .at('2026-03-04')
      .do(
        recorded('late', '4.00', { at: '2026-03-02' }),
        { type: 'VoidLot', lotId: 'grant:long', reason: 'mistake' },
        recorded('owed', '3.00'),
        { type: 'WriteOffDebt' },
      );
    const lapses = await rowsOf(history, { tab: 'lapsed' });
    expect(
      lapses.map(({ type, underlyingType, amount }) => [type, underlyingType, amount]),
    ).toEqual([
      ['Written off', 'write_off', 300n],
      ['Voided', 'void', -500n],
      ['Reopened', 'late_usage', 400n],
      ['Expired', 'due', -1000n],
    ]);
    const store = await readModels(history);
    const tabs = await Promise.all(
      (['usage', 'purchase', 'lapsed'] as const).map(
        async (tab) => (await listed(store, { tab })).items,
      ),
    );
    const all = (await listed(store)).items;
    expect(sum(all)).toBe(history.state.balance);
    const positions = tabs.flat().map(({ position }) => position);
    expect(new Set(positions)).toEqual(new Set(all.map(({ position }) => position)));
    expect(positions).toHaveLength(all.length);
  });

  test('P36: where nothing lapses the usage and purchase tabs are the whole list', async () => {
    const history = new WalletHistory().do(purchased('p', '10.00'), consumed('c', '4.00'));
    expect(await rowsOf(history, { tab: 'lapsed' })).toEqual([]);
    expect((await rowsOf(history)).map(({ type }) => type)).toEqual(['Usage', 'Purchase']);
  });

  test('a lot makes its row when it becomes effective, dated then; voided before it makes none', async () => {
    const history = new WalletHistory().do(
      granted('later', '5.00', { from: '2026-03-02' }),
      granted('never', '6.00', { from: '2026-03-02' }),
      { type: 'VoidLot', lotId: 'grant:never' },
    );
    expect(await rowsOf(history)).toEqual([]);
    expect(await rowsOf(history.at('2026-03-04').bookDue())).toMatchObject([
      {
        type: 'Admin Grant',
        amount: 500n,
        occurredAt: utc('2026-03-02'),
        actor: { type: 'SYSTEM' },
      },
    ]);
  });

  test('splits, holds and settlements are no rows', async () => {
    const history = new WalletHistory().do(
      recorded('c', '2.00'),
      granted('g', '9.00', { until: '2026-03-09' }),
      { type: 'MoveExpiry', lotId: 'grant:g', end: { never: true } },
      held('h', '1.00', { until: '2026-03-01T10:00' }),
      { type: 'ReleaseHold', holdId: 'h' },
    );
    expect((await rowsOf(history)).map(({ type }) => type)).toEqual(['Admin Grant', 'Usage']);
  });

  test('D11, scenario 96: usage beyond the late window keeps its own time and is filed when recorded', async () => {
    const history = new WalletHistory({ timeZone: 'Europe/Berlin' })
      .do(granted('g', '500.00'))
      .at('2026-04-05')
      .do(recorded('c', '30.00', { at: '2026-03-31T21:58' }));
    expect((await rowsOf(history))[0]).toMatchObject({
      occurredAt: utc('2026-03-31T21:58'),
      filedMonth: '2026-04',
      flags: ['LATE'],
    });
  });

  test('rows are found by kind, resource and time', async () => {
    const history = new WalletHistory()
      .do(granted('g', '10.00'), consumed('a', '1.00', { for: '1' }))
      .at('2026-03-02')
      .do(consumed('b', '2.00', { for: '2' }), consumed('c', '3.00', { for: '1' }));
    const ids = async (query: Partial<TransactionsQuery>) =>
      (await rowsOf(history, query)).map(({ consumptionId }) => consumptionId);
    expect(await ids({ kinds: ['CONSUMPTION'] })).toEqual(['c', 'b', 'a']);
    expect(await ids({ resourceType: 'event', resourceId: '1' })).toEqual(['c', 'a']);
    expect(await ids({ occurredFrom: utc('2026-03-02') })).toEqual(['c', 'b']);
    expect(await ids({ occurredBefore: utc('2026-03-02'), tab: 'usage' })).toEqual(['a']);
  });
});

describe('pages of the history', () => {
  const many = () =>
    new WalletHistory().do(
      granted('g', '900.00', { until: '2026-03-09' }),
      ...Array.from({ length: 130 }, (_, index) => consumed(`c${index}`, '1.00')),
      purchased('p', '5.00'),
    );

  const walk = async (store: ReadModelStore, query: Partial<TransactionsQuery>) => {
    const pages: (bigint | null)[][] = [];
    let pageToken: string | undefined;
    do {
      const page = await listed(store, { ...query, pageToken });
      pages.push(page.items.map(({ position }) => position));
      pageToken = page.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    return pages;
  };

  test('go through all rows once, newest first', async () => {
    const history = many();
    const store = await readModels(history);
    const pages = await walk(store, { pageSize: 44 });
    expect(pages.map(({ length }) => length)).toEqual([44, 44, 44]);
    const positions = pages.flat();
    expect(positions).toEqual(positions.toSorted((a, b) => Number((b ?? 0n) - (a ?? 0n))));
    expect(new Set(positions).size).toBe(132);
  });

  test('stay right while writes go on', async () => {
    const history = many();
    const store = await readModels(history);
    const first = await listed(store, { pageSize: 10 });
    const folded = readWholeStream(history.events).length;
    history.do(consumed('new', '1.00'), purchased('q', '5.00'));
    await foldInto(store, readWholeStream(history.events).slice(folded));
    const second = await listed(store, { pageSize: 10, pageToken: first.nextPageToken ?? '' });
    const expected = (await listed(store, { pageSize: 500 })).items.slice(2, 22);
    expect([...first.items, ...second.items]).toEqual(expected);
  });

  test('are refused for a token that no page gave', async () => {
    const store = await readModels(many());
    for (const pageToken of ['x', '-1', '0', '12a', '9'.repeat(30)])
      await expect(listed(store, { pageToken })).rejects.toThrow(BadPageToken);
  });
});

describe("a member's own list", () => {
  const history = () =>
    new WalletHistory()
      .do(
        ...added('ann', 'bob'),
        granted('g', '30.00', { until: '2026-03-03' }),
        purchased('p', '30.00'),
        allocated({ ann: '10.00', bob: '6.00' }),
        consumed('c', '12.00', { by: 'ann' }),
        consumed('d', '1.00', { by: 'bob' }),
        reversed('c', '9.00'),
        held('h', '2.00', { until: '2026-03-01T10:00', by: 'ann' }),
      )
      .at('2026-03-04')
      .bookDue();

  test('V14: has its usage, what touched its pocket, and no one else’s', async () => {
    const rows = await rowsOf(history(), { memberId: 'ann' });
    expect(rows.map(({ type, amount, pocketAmount }) => [type, amount, pocketAmount])).toEqual([
      ['Expired', -700n, -700n],
      ['Refund', 900n, 700n],
      ['Usage', -1200n, -1000n],
      ['Allocated', 0n, 1000n],
    ]);
    expect(rows.every(({ memberId, user }) => memberId === 'ann' && user === 'ann')).toBe(true);
    expect(rows.flatMap(({ slices }) => slices).some(({ memberId }) => memberId === 'bob')).toBe(
      false,
    );
  });

  test('sums to its pocket and what is held from it', async () => {
    const rows = await rowsOf(history().at('2026-03-04'), { memberId: 'bob' });
    const pocket = rows.reduce((total, { pocketAmount }) => total + (pocketAmount ?? 0n), 0n);
    expect(pocket).toBe(0n);
    expect(rows.map(({ type }) => type)).toEqual(['Expired', 'Usage', 'Allocated']);
  });

  test('V15: shows what returned when the member was removed', async () => {
    const left = new WalletHistory().do(
      ...added('ann'),
      purchased('p', '30.00'),
      allocated({ ann: '10.00' }),
      removed('ann'),
    );
    const rows = await rowsOf(left, { memberId: 'ann' });
    expect(
      rows.map(({ type, underlyingType, pocketAmount }) => [type, underlyingType, pocketAmount]),
    ).toEqual([
      ['Returned', 'member_removed', -1000n],
      ['Allocated', 'allocation', 1000n],
    ]);
  });

  test('the wallet’s list has no allocations, and a lapse of many pockets once', async () => {
    const rows = await rowsOf(history());
    expect(rows.map(({ type, amount }) => [type, amount])).toEqual([
      ['Expired', -2600n],
      ['Refund', 900n],
      ['Usage', -100n],
      ['Usage', -1200n],
      ['Purchase', 3000n],
      ['Admin Grant', 3000n],
    ]);
    expect(rows.every(({ pocketAmount }) => pocketAmount === null)).toBe(true);
  });
});
