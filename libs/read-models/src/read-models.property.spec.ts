import { describe, expect, test } from '@jest/globals';
import { histories, STUDIO, type WalletHistory } from '#testing';
import fc from 'fast-check';
import { nextDue, type Lot, type OpenWallet } from '#ledger';
import type { Document } from '#eventsourcing';
import { allProjections } from './all-projections.ts';
import { BALANCE_KEY, lots } from './documents/balances.ts';
import { deadlines } from './documents/deadlines.ts';
import type { LotDocument } from './documents/lots.ts';
import { members, type MemberDocument } from './documents/members.ts';
import { pockets, type PocketDocument } from './documents/pockets.ts';
import { LIST_OF, pocketAmount, type TransactionDocument } from './documents/transaction.ts';
import { transactions } from './documents/transactions.ts';
import { readWholeStream } from './ledger-events.ts';
import { foldAll } from './fold.ts';
import { getBalance, getMemberBalance } from './lookups/get-balance.ts';
import { listLots, type ListedLot } from './lookups/list-lots.ts';
import { listMembers } from './lookups/list-members.ts';
import { listTransactions } from './lookups/list-transactions.ts';
import type { Page, PageQuery } from './lookups/paging.ts';
import { documentsAtHand } from './spec-kit/documents-at-hand.ts';
import { askedAt } from './spec-kit/read-models-in.ts';

const RUNS = { numRuns: 60 };
const ALL = { pageSize: 1_000 };

const total = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);

const documentsOf = (history: WalletHistory): readonly Document[] =>
  foldAll(allProjections, readWholeStream(history.events));

const rowsOf = (documents: readonly Document[]): readonly TransactionDocument[] =>
  documents
    .filter(({ collection, key }) => collection === transactions.name && !key.startsWith('member'))
    .map(({ body }) => transactions.decode(body));

const lotsOf = (documents: readonly Document[]): readonly LotDocument[] =>
  documents
    .filter(({ collection, key }) => collection === lots.name && key !== BALANCE_KEY)
    .map(({ body }) => lots.decode(body));

const pocketsOf = (documents: readonly Document[]): readonly PocketDocument[] =>
  documents
    .filter(({ collection, order }) => collection === pockets.name && order !== null)
    .map(({ body }) => pockets.decode(body));

const membersOf = (documents: readonly Document[]): readonly MemberDocument[] =>
  documents
    .filter(({ collection }) => collection === members.name)
    .map(({ body }) => members.decode(body));

const heldFrom = ({ holds }: Pick<OpenWallet, 'holds'>, memberId: string): bigint =>
  total(
    [...holds.values()]
      .flatMap(({ slices }) => slices)
      .filter((slice) => slice.memberId === memberId)
      .map(({ amount }) => amount),
  );

describe('whatever happens to a wallet', () => {
  test('I1: every lot has its parts where the ledger has them', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const documents = documentsOf(history);
        const inPockets = Map.groupBy(pocketsOf(documents), ({ lotId }) => lotId);
        const listed = lotsOf(documents).map((lot) => partsIn(lot, inPockets.get(lot.lotId) ?? []));
        const expected = [...history.state.lots].map(partsOf);
        expect(listed.toSorted(byLot)).toEqual(expected.toSorted(byLot));
      }),
      RUNS,
    );
  });

  test('a deadline is listed exactly while the ledger has something to book for it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const due = documentsOf(history)
          .filter(({ collection, order }) => collection === deadlines.name && order !== null)
          .toSorted((a, b) => ((a.order ?? '') < (b.order ?? '') ? -1 : 1))
          .map(({ body }) => deadlines.decode(body))
          .filter(({ dueAt }) => dueAt <= history.now);
        const next = nextDue(history.state, history.now);
        expect(due[0]?.dueAt).toBe(next?.at);
        const left = documentsOf(history.bookDue())
          .filter(({ collection, order }) => collection === deadlines.name && order !== null)
          .map(({ body }) => deadlines.decode(body));
        expect(left.filter(({ dueAt }) => dueAt <= history.now)).toEqual([]);
      }),
      RUNS,
    );
  });

  // The ledger keeps the windows before them too, for a flag.
  test('D21: what counts against caps in the running windows is what the ledger counts', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { memberId, spent } of membersOf(documentsOf(history)))
          expect(spent ?? undefined).toEqual(running(history.state.spent.get(memberId)));
      }),
      RUNS,
    );
  });

  test('I16, P36: usage, additions and lapses sum to the balance, and no row is in two of them', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const listed = rowsOf(documentsOf(history));
        const sum = (list: string) =>
          total(listed.filter(({ kind }) => LIST_OF[kind] === list).map(({ amount }) => amount));
        expect(sum('usage') + sum('purchase') + sum('lapsed')).toBe(history.state.balance);
        expect(new Set(listed.map(({ position }) => position)).size).toBe(listed.length);
      }),
      RUNS,
    );
  });

  test("a member's own rows sum to its pocket and what is held from it", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const documents = documentsOf(history);
        const own = documents
          .filter(({ collection, order }) => collection === 'transactions' && order !== null)
          .map(({ body }) => transactions.decode(body));
        for (const { memberId } of membersOf(documents)) {
          const rows = own.filter((row) => row.memberId === memberId);
          const pocket = pocketsOf(documents).filter((each) => each.memberId === memberId);
          const expected =
            total(pocket.map(({ amount }) => amount)) + heldFrom(history.state, memberId);
          expect(total(rows.map(pocketAmount))).toBe(expected);
        }
      }),
      RUNS,
    );
  });

  test('every row says the balance after it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const listed = rowsOf(documentsOf(history))
          .filter(({ kind }) => kind !== 'FREE_ACTION')
          .toSorted((a, b) => (a.position < b.position ? -1 : 1));
        let balance = 0n;
        for (const { amount, balanceAfter } of listed) {
          balance += amount;
          expect(balanceAfter).toBe(balance);
        }
      }),
      RUNS,
    );
  });

  test('D4: every answer is that of the ledger once everything due is booked', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const reads = documentsAtHand(documentsOf(history));
        const at = askedAt(history);
        const { state } = history.bookDue();
        expect(await getBalance(reads, STUDIO, at)).toMatchObject(figuresOf(state));
        const listed = await listLots(reads, { ...STUDIO, ...ALL }, at);
        expect(listed.items.map(listedParts).toSorted(byLot)).toEqual(
          [...state.lots].map(listedPartsOf).toSorted(byLot),
        );
        const team = await listMembers(reads, { ...STUDIO, ...ALL, includeRemoved: true }, at);
        for (const { memberId, pocket, held } of team.items) {
          const personal = total(
            [...state.lots].map(({ free }) => free.pockets.get(memberId) ?? 0n),
          );
          expect(await getMemberBalance(reads, { ...STUDIO, memberId }, at)).toMatchObject({
            personal,
            held: heldFrom(state, memberId),
          });
          const open = [...state.holds.values()].filter((hold) => hold.memberId === memberId);
          expect({ pocket, held }).toEqual({
            pocket: personal,
            held: total(open.map(({ remaining }) => remaining)),
          });
        }
      }),
      RUNS,
    );
  });

  test('I16: the rows, with those of what is due and not booked, sum to the balance at any instant', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 5 }), async (history, pageSize) => {
        const documents = documentsOf(history);
        const reads = documentsAtHand(documents);
        const at = askedAt(history);
        const rowsFor = (query: { readonly memberId?: string }) =>
          allPages((page) => listTransactions(reads, { ...STUDIO, ...query, ...page }, at), {
            pageSize,
          });
        const { balance } = await getBalance(reads, STUDIO, at);
        expect(total((await rowsFor({})).map(({ amount }) => amount))).toBe(balance);
        for (const { memberId } of membersOf(documents)) {
          const { personal, held } = await getMemberBalance(reads, { ...STUDIO, memberId }, at);
          const own = (await rowsFor({ memberId })).map(({ pocketAmount: part }) => part ?? 0n);
          expect(total(own)).toBe(personal + held);
        }
      }),
      RUNS,
    );
  });

  test('what is due and not booked is shown as the row that booking it makes', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const at = askedAt(history);
        const rowsNow = async () => {
          const reads = documentsAtHand(documentsOf(history));
          const { items } = await listTransactions(reads, { ...STUDIO, ...ALL }, at);
          return items.map(({ position: _position, recordedAt: _recordedAt, ...row }) => row);
        };
        const before = await rowsNow();
        history.bookDue();
        expect(before).toEqual(await rowsNow());
      }),
      RUNS,
    );
  });
});

async function allPages<Item>(
  ask: (page: PageQuery) => Promise<Page<Item>>,
  { pageSize }: Pick<PageQuery, 'pageSize'>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let pageToken: string | undefined;
  for (;;) {
    const page = await ask({ pageSize, pageToken });
    items.push(...page.items);
    if (page.nextPageToken === null) return items;
    pageToken = page.nextPageToken;
  }
}

const listedParts = ({
  lotId,
  pool,
  pockets,
  held,
  used,
  expired,
  voided,
  allocated,
}: ListedLot) => ({
  lotId,
  parts: { pool, pockets, held, used, expired, voided },
  allocated: allocated.map(({ memberId, amount }) => [memberId, amount]),
});

const listedPartsOf = ({ lotId, free, held, used, expired, voided }: Lot) => ({
  lotId,
  parts: {
    pool: free.pool,
    pockets: free.total - free.pool,
    held,
    used,
    expired: expired.total,
    voided,
  },
  allocated: [...free.pockets],
});

function figuresOf({ lots, held, debt, balance }: OpenWallet) {
  const active = [...lots].filter(({ active }) => active);
  const pool = total(active.map(({ free }) => free.pool));
  return { balance, held, debt, available: balance - held, shared: pool - debt };
}

const partsOf = ({ lotId, granted, free, held, used, expired, voided, isVoided }: Lot) => ({
  lotId,
  granted,
  pool: free.pool,
  pockets: [...free.pockets],
  held,
  used,
  expired: expired.total,
  voided,
  isVoided,
});

const partsIn = (lot: LotDocument, inPockets: readonly PocketDocument[]) => {
  const { lotId, granted, pool, held, used, expired, voided, isVoided } = lot;
  const owners = inPockets.map(({ memberId, amount }) => [memberId, amount] as const);
  const pockets = owners.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { lotId, granted, pool, pockets, held, used, expired, voided, isVoided };
};

const byLot = (a: { readonly lotId: string }, b: { readonly lotId: string }): number =>
  a.lotId < b.lotId ? -1 : 1;

const running = (spent: object | undefined): unknown =>
  spent &&
  Object.fromEntries(
    Object.entries(spent as SpentThen).map(([window, { start, amount }]) => [
      window,
      { start, amount },
    ]),
  );

type SpentThen = Readonly<Record<string, { readonly start: string; readonly amount: bigint }>>;
