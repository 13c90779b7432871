import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  STUDIO,
  TENANT,
  WalletHistory,
  added,
  allocated,
  captured,
  consumed,
  granted,
  held,
  policiesChanged,
  purchased,
  removed,
  requested,
  temporaryDirectory,
  utc,
} from '#testing';
import { EmbeddedReadModelStore } from '#adapters';
import type { RecordedEvent } from '#eventsourcing';
import { DEFAULT_POLICIES } from '#ledger';
import { readWholeStream } from '../ledger-events.ts';
import { askedAt, foldInto, readModelsIn } from '../spec-kit/read-models-in.ts';
import { dueDeadlines } from './due-deadlines.ts';
import { getHold } from './get-hold.ts';
import { getRateCard } from './get-rate-card.ts';
import { listLots } from './list-lots.ts';
import { listMembers, type MembersQuery } from './list-members.ts';
import { listRequests, type RequestsQuery } from './list-requests.ts';
import { getWallet, listWallets } from './wallets.ts';

const directory = temporaryDirectory();
const readModels = readModelsIn((name) => EmbeddedReadModelStore.open(join(directory, name)));
const PAGE = { pageSize: 100 };

describe('lots', () => {
  const lotsOf = async (history: WalletHistory, query = {}) =>
    (await listLots(await readModels(history), { ...STUDIO, ...PAGE, ...query }, askedAt(history)))
      .items;

  test('I1: are listed newest first with their terms and all their parts', async () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      purchased('p', '20.00', { until: '2026-04-01' }),
      allocated({ ann: '6.00' }),
      consumed('c', '1.00'),
      held('h', '2.00', { until: '2026-03-01T10:00' }),
      granted('g', '1.00'),
    );
    const lots = await lotsOf(history);
    expect(lots.map(({ lotId }) => lotId)).toEqual(['grant:g', 'purchase:p']);
    expect(lots[1]).toMatchObject({
      kind: 'PURCHASED',
      status: 'ACTIVE',
      amount: 2000n,
      cost: { currency: 'EUR', minorUnits: '2000' },
      rank: 30,
      expiresAt: utc('2026-04-01'),
      granted: 2000n,
      pool: 1100n,
      pockets: 600n,
      held: 200n,
      used: 100n,
      allocated: [{ lotId: 'purchase:p', memberId: 'ann', amount: 600n }],
    });
  });

  test('stand by the clock, and are found by state and kind', async () => {
    const history = new WalletHistory()
      .do(
        granted('later', '1.00', { from: '2026-03-08' }),
        granted('ended', '2.00', { until: '2026-03-02' }),
        granted('voided', '3.00', { kind: 'PROMO' }),
        granted('used', '4.00', { kind: 'PROMO' }),
        purchased('live', '5.00'),
        { type: 'VoidLot', lotId: 'grant:voided' },
        consumed('c', '6.00'),
      )
      .at('2026-03-03');
    const lots = await lotsOf(history);
    expect(lots.map(({ lotId, status }) => [lotId, status])).toEqual([
      ['purchase:live', 'ACTIVE'],
      ['grant:used', 'USED_UP'],
      ['grant:voided', 'VOIDED'],
      ['grant:ended', 'EXPIRED'],
      ['grant:later', 'FUTURE'],
    ]);
    expect(await lotsOf(history, { statuses: ['VOIDED', 'USED_UP'] })).toHaveLength(2);
    expect(await lotsOf(history, { kinds: ['PURCHASED'] })).toHaveLength(1);
  });

  test('that were split keep their terms, and what was moved is granted to the newer', async () => {
    const history = new WalletHistory().do(
      purchased('p', '20.00', { until: '2026-04-01' }),
      consumed('c', '5.00'),
      { type: 'MoveExpiry', lotId: 'purchase:p', end: { at: utc('2026-05-01') } },
    );
    expect(await lotsOf(history)).toMatchObject([
      {
        lotId: 'purchase:p/1',
        granted: 1500n,
        pool: 1500n,
        costBasis: 2000n,
        expiresAt: utc('2026-05-01'),
        salesReference: 'S-p',
      },
      { lotId: 'purchase:p', granted: 500n, pool: 0n, used: 500n, status: 'USED_UP' },
    ]);
  });
});

describe('members', () => {
  const membersOf = async (history: WalletHistory, query: Partial<MembersQuery> = {}) => {
    const store = await readModels(history);
    const asked = { ...STUDIO, ...PAGE, includeRemoved: false, ...query };
    return (await listMembers(store, asked, askedAt(history))).items;
  };

  test('R19: are those who are members now, newest first; past ones when asked for', async () => {
    const history = new WalletHistory().do(...added('ann', 'bob', 'cy'), removed('bob'));
    const ids = async (includeRemoved: boolean) =>
      (await membersOf(history, { includeRemoved })).map(({ memberId }) => memberId);
    expect(await ids(false)).toEqual(['cy', 'ann']);
    expect(await ids(true)).toEqual(['cy', 'bob', 'ann']);
    history.do(...added('bob'));
    expect(await ids(false)).toEqual(['cy', 'bob', 'ann']);
  });

  test('R19: keep their place when they are added again, so that no page leaves one out', async () => {
    const history = new WalletHistory().do(...added('ann', 'bob', 'cy'), removed('ann'));
    const page = async (pageToken?: string) => {
      const store = await readModels(history);
      const query = { ...STUDIO, pageSize: 2, pageToken, includeRemoved: true };
      return listMembers(store, query, askedAt(history));
    };
    const { items, nextPageToken } = await page();
    history.do(...added('ann'));
    const rest = await page(nextPageToken ?? undefined);
    expect([...items, ...rest.items].map(({ memberId }) => memberId)).toEqual(['cy', 'bob', 'ann']);
  });

  test('V13: have their pocket, what is held for them, and how many requests are pending', async () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      granted('g', '20.00', { until: '2026-03-02' }),
      purchased('p', '20.00'),
      allocated({ ann: '25.00' }),
      requested('q1', 'ann', '3.00'),
      requested('q2', 'ann', '4.00'),
      held('h', '22.00', { until: '2026-03-01T12:00', by: 'ann' }),
    );
    expect(await membersOf(history)).toMatchObject([
      { memberId: 'ann', role: 'MEMBER', pocket: 300n, held: 2200n, pendingRequests: 2 },
    ]);
    expect(await membersOf(history.at('2026-03-02'))).toMatchObject([{ pocket: 500n, held: 0n }]);
  });

  test('D21, scenario 45: have the caps that apply, with what is used of the running window', async () => {
    const history = new WalletHistory().do(
      ...added('ann', 'bob'),
      purchased('p', '500.00'),
      { type: 'SetCap', target: { type: 'DEFAULT' }, window: 'DAY', amount: '50' },
      { type: 'SetCap', target: { type: 'DEFAULT' }, window: 'MONTH', amount: '200' },
      {
        type: 'SetCap',
        target: { type: 'MEMBER', memberId: 'ann' },
        window: 'MONTH',
        amount: '40',
      },
      consumed('c', '30.00', { by: 'ann' }),
      held('h', '5.00', { until: '2026-03-01T12:00', by: 'ann' }),
    );
    const capsOf = async () => (await membersOf(history)).at(-1)?.caps;
    expect(await capsOf()).toEqual([
      {
        target: 'DEFAULT',
        window: 'DAY',
        amount: 5000n,
        used: 3500n,
        remaining: 1500n,
        windowEnd: utc('2026-03-02'),
      },
      {
        target: 'MEMBER',
        window: 'MONTH',
        amount: 4000n,
        used: 3500n,
        remaining: 500n,
        windowEnd: utc('2026-04-01'),
      },
    ]);
    history.at('2026-03-02');
    expect(await capsOf()).toMatchObject([{ used: 0n }, { used: 3000n, remaining: 1000n }]);
  });

  test('D21: a reversal gives back to the windows that counted, an overflow first', async () => {
    const history = new WalletHistory({ at: '2026-03-01T20:00' })
      .do(
        ...added('ann'),
        purchased('p', '500.00'),
        { type: 'SetCap', target: { type: 'DEFAULT' }, window: 'DAY', amount: '50' },
        {
          ...held('h', '10.00', { until: '2026-03-02T10:00', by: 'ann' }),
          overCapture: 'OVERFLOW',
        },
      )
      .at('2026-03-02')
      .do(captured('h', 'c', { amount: '14.00' }));
    const usedToday = async () => (await membersOf(history))[0]?.caps[0]?.used;
    expect(await usedToday()).toBe(400n);
    history.do({ type: 'ReverseConsumption', consumptionId: 'c', amount: '3.00' });
    expect(await usedToday()).toBe(100n);
    history.do({ type: 'ReverseConsumption', consumptionId: 'c', amount: '6.00' });
    expect(await usedToday()).toBe(0n);
  });
});

describe('requests', () => {
  const requestsOf = async (history: WalletHistory, query: Partial<RequestsQuery> = {}) =>
    listRequests(await readModels(history), { ...STUDIO, ...PAGE, ...query }, askedAt(history));

  const asking = (pool: string) =>
    new WalletHistory().do(
      ...added('ann', 'bob'),
      purchased('p', pool),
      requested('q1', 'ann', '60.00'),
      requested('q2', 'bob', '50.00'),
      requested('q3', 'ann', '40.00'),
    );

  test('V19, V24, scenario 40: pending ones with badge, total and what would remain, below zero too', async () => {
    const history = asking('100.00');
    const pending = await requestsOf(history, { status: 'PENDING' });
    expect(pending.items.map(({ requestId, memberId }) => [requestId, memberId])).toEqual([
      ['q3', 'ann'],
      ['q2', 'bob'],
      ['q1', 'ann'],
    ]);
    expect(pending).toMatchObject({
      pendingCount: 3,
      totalRequested: 15_000n,
      projected: { available: 10_000n, total: 15_000n, remaining: -5000n },
    });
    history.do({ type: 'ApproveAllRequests', bestEffort: true });
    expect(await requestsOf(history, { status: 'PENDING' })).toMatchObject({
      items: [{ requestId: 'q2' }],
      pendingCount: 1,
      projected: { available: 0n },
    });
  });

  test('V21, V25, V26, scenario 39: decided ones say who decided, when, and how much', async () => {
    const history = asking('1000.00')
      .at('2026-03-02')
      .do(
        { type: 'ApproveRequest', requestId: 'q1', amount: '12.00' },
        { type: 'RejectRequest', requestId: 'q2', reason: 'too much' },
        { type: 'WithdrawRequest', requestId: 'q3', memberId: 'ann' },
      );
    const decided = {
      decidedBy: { type: 'SERVICE', id: 'studio-app' },
      decidedAt: utc('2026-03-02'),
    };
    expect((await requestsOf(history)).items).toMatchObject([
      { requestId: 'q3', status: 'CANCELLED', cancelCause: 'WITHDRAWN', ...decided },
      { requestId: 'q2', status: 'REJECTED', amount: 5000n, reason: 'sealed too much', ...decided },
      { requestId: 'q1', status: 'APPROVED', amount: 6000n, approvedAmount: 1200n, ...decided },
    ]);
    expect((await requestsOf(history, { status: 'APPROVED' })).items).toHaveLength(1);
  });

  test('V27, scenario 38: a removed member’s are cancelled, and the badge goes down', async () => {
    const history = asking('100.00').do(removed('ann'));
    expect(await requestsOf(history, { status: 'CANCELLED' })).toMatchObject({
      items: [
        { requestId: 'q3', cancelCause: 'MEMBER_REMOVED' },
        { requestId: 'q1', cancelCause: 'MEMBER_REMOVED' },
      ],
      pendingCount: 1,
    });
  });

  test('a member sees its own, and the figures of those', async () => {
    const own = await requestsOf(asking('100.00'), { memberId: 'ann' });
    expect(own.items.map(({ requestId }) => requestId)).toEqual(['q3', 'q1']);
    expect(own).toMatchObject({ pendingCount: 2, totalRequested: 10_000n });
  });
});

describe('wallets', () => {
  test('say what they are, with every policy in force', async () => {
    const history = new WalletHistory({ policies: { burnOrder: 'EXPIRY_FIRST' } }).do(
      policiesChanged({ memberFunding: 'POOLED' }),
      { type: 'CloseWallet' },
    );
    const { wallet } = await getWallet(await readModels(history), STUDIO, DEFAULT_POLICIES);
    expect(wallet).toEqual({
      walletId: 'studio',
      owner: { type: 'ORGANISATION', id: 'org' },
      unit: { code: 'CREDIT', scale: 2 },
      currency: 'EUR',
      timeZone: 'UTC',
      policies: { ...DEFAULT_POLICIES, burnOrder: 'EXPIRY_FIRST', memberFunding: 'POOLED' },
      status: 'CLOSED',
      openedAt: utc('2026-03-01'),
      closedAt: utc('2026-03-01'),
    });
  });

  test('are listed newest first, those in the claim alone', async () => {
    const store = await readModels();
    for (const [index, walletId] of ['one', 'two', 'three'].entries()) {
      const events = new WalletHistory({ walletId }).events.map((event): RecordedEvent => ({
        ...event,
        position: event.position + BigInt(index * 10),
      }));
      await foldInto(store, readWholeStream(events));
    }
    const idsOf = async (
      walletIds: '*' | readonly string[],
      page: { readonly pageToken?: string } = {},
    ) => {
      const query = { tenantId: TENANT, walletIds, pageSize: 2, ...page };
      const { items, nextPageToken } = await listWallets(store, query, DEFAULT_POLICIES);
      return { ids: items.map(({ walletId }) => walletId), nextPageToken };
    };
    const first = await idsOf('*');
    expect(first.ids).toEqual(['three', 'two']);
    const pageToken = first.nextPageToken ?? '';
    expect(await idsOf('*', { pageToken })).toEqual({ ids: ['one'], nextPageToken: null });
    expect((await idsOf(['one', 'three', 'missing'])).ids).toEqual(['three', 'one']);
  });
});

describe('holds', () => {
  const holdOf = async (history: WalletHistory) =>
    (await getHold(await readModels(history), { ...STUDIO, holdId: 'h' }, history.now)).hold;

  test('D8: are open until captured, released, or their deadline, booked or not', async () => {
    const placed = () =>
      new WalletHistory().do(
        granted('g', '10.00'),
        held('h', '6.00', { until: '2026-03-01T10:00' }),
      );
    expect(await holdOf(placed())).toMatchObject({ status: 'OPEN', amount: 600n, remaining: 600n });
    const kept = placed().do(captured('h', 'c1', { amount: '2.00', keepOpen: true }));
    expect(await holdOf(kept)).toMatchObject({
      status: 'OPEN',
      captured: 200n,
      slices: [{ lotId: 'grant:g', amount: 400n }],
      captureIds: ['c1'],
    });
    const over = {
      status: 'EXPIRED',
      captured: 200n,
      released: 400n,
      remaining: 0n,
      resolvedAt: utc('2026-03-01T10:00'),
    };
    expect(await holdOf(kept.at('2026-03-01T10:00'))).toMatchObject(over);
    expect(await holdOf(kept.at('2026-03-01T11:00').bookDue())).toMatchObject(over);
    expect(await holdOf(placed().do(captured('h', 'c1')))).toMatchObject({ status: 'CAPTURED' });
  });

  test('that are not there are refused', async () => {
    await expect(holdOf(new WalletHistory())).rejects.toMatchObject({
      reason: { code: 'HOLD_NOT_FOUND', holdId: 'h' },
    });
  });
});

describe('rate cards', () => {
  test('are found by version and by the instant they are in force', async () => {
    const store = await readModels();
    const published = [1, 2].map((version): RecordedEvent => ({
      id: `e${version}`,
      type: 'RateCardPublished',
      stream: `catalog-${TENANT}`,
      revision: version,
      position: BigInt(version),
      data: JSON.stringify({ version, effectiveFrom: utc(`2026-0${version}-01`), rates: {} }),
      metadata: JSON.stringify({ occurredAt: utc('2026-01-01'), recordedAt: utc('2026-01-01') }),
    }));
    await foldInto(store, readWholeStream(published));
    const versionOf = async (
      query: { readonly version: number } | { readonly at: ReturnType<typeof utc> },
    ) => (await getRateCard(store, { tenantId: TENANT, ...query })).rateCard?.version;
    expect(await versionOf({ version: 1 })).toBe(1);
    expect(await versionOf({ at: utc('2026-01-15') })).toBe(1);
    expect(await versionOf({ at: utc('2026-02-01') })).toBe(2);
    expect(await versionOf({ at: utc('2025-12-31') })).toBeUndefined();
  });
});

describe('deadlines', () => {
  test('of a lot split off before it begins are its own', async () => {
    const history = new WalletHistory().do(
      granted('later', '5.00', { from: '2026-03-02', until: '2026-03-03' }),
      { type: 'MoveExpiry', lotId: 'grant:later', end: { at: utc('2026-03-05') } },
    );
    const due = await dueDeadlines(await readModels(history), utc('2026-03-09'), 10);
    expect(due).toMatchObject([
      { kind: 'ACTIVATION', id: 'grant:later/1', dueAt: utc('2026-03-02'), stream: history.stream },
      { kind: 'EXPIRY', id: 'grant:later/1', dueAt: utc('2026-03-05') },
    ]);
  });

  test('are due in the order of their instants, and gone once nothing is left to book', async () => {
    const history = new WalletHistory().do(
      granted('g', '10.00', { until: '2026-03-03' }),
      granted('later', '1.00', { from: '2026-03-02' }),
      held('h', '6.00', { until: '2026-03-01T10:00' }),
    );
    const dueOf = async () => {
      const due = await dueDeadlines(await readModels(history), utc('2026-03-03'), 10);
      return due.map(({ kind, id }) => `${kind} ${id}`);
    };
    expect(await dueOf()).toEqual(['HOLD h', 'ACTIVATION grant:later', 'EXPIRY grant:g']);
    history.do(captured('h', 'c'), consumed('d', '4.00'));
    expect(await dueOf()).toEqual(['ACTIVATION grant:later']);
    history.do({ type: 'ReverseConsumption', consumptionId: 'd' });
    expect(await dueOf()).toEqual(['ACTIVATION grant:later', 'EXPIRY grant:g']);
  });
});
