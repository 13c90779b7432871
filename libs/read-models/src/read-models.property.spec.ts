import { describe, expect, test } from '@jest/globals';
import { histories, type WalletHistory } from '#testing';
import fc from 'fast-check';
import { DEFAULT_POLICIES, nextDue, policiesOf, type Lot, type OpenWallet } from '#ledger';
import type { Document } from '#eventsourcing';
import { allProjections } from './all-projections.ts';
import { balanceAt, memberBalanceAt } from './balance-at.ts';
import { BALANCE_KEY, balances, type BalanceDocument } from './documents/balances.ts';
import { deadlines } from './documents/deadlines.ts';
import { lots, type LotDocument } from './documents/lots.ts';
import { members, type MemberDocument } from './documents/members.ts';
import { LIST_OF, pocketAmount, type TransactionDocument } from './documents/transaction.ts';
import { transactions } from './documents/transactions.ts';
import { readWholeStream } from './ledger-events.ts';
import { foldAll } from './fold.ts';

const RUNS = { numRuns: 60 };

const total = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);

const documentsOf = (history: WalletHistory): readonly Document[] =>
  foldAll(allProjections, readWholeStream(history.events));

const rowsOf = (documents: readonly Document[]): readonly TransactionDocument[] =>
  documents
    .filter(({ collection, key }) => collection === transactions.name && !key.startsWith('member'))
    .map(({ body }) => transactions.decode(body));

function balanceOf(documents: readonly Document[]): BalanceDocument {
  const found = documents.find(
    ({ collection, key }) => collection === balances.name && key === BALANCE_KEY,
  );
  return balances.decode(found?.body ?? '');
}

const membersOf = (documents: readonly Document[]): readonly MemberDocument[] =>
  documents
    .filter(({ collection }) => collection === members.name)
    .map(({ body }) => members.decode(body));

const heldFrom = (
  { holds }: Pick<BalanceDocument | OpenWallet, 'holds'>,
  memberId: string,
): bigint =>
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
        const listed = documentsOf(history)
          .filter(({ collection }) => collection === lots.name)
          .map(({ body }) => lots.decode(body));
        const expected = [...history.state.lots].map(partsOf);
        expect(listed.map(partsIn).toSorted(byLot)).toEqual(expected.toSorted(byLot));
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

  test('D21: what counts against caps is what the ledger counts', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { memberId, spent } of membersOf(documentsOf(history)))
          expect(spent ?? undefined).toEqual(history.state.spent.get(memberId));
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
        for (const { memberId, pocket } of membersOf(documents)) {
          const rows = own.filter((row) => row.memberId === memberId);
          const expected = total(pocket.values()) + heldFrom(balanceOf(documents), memberId);
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

  test('D4: the balance by the clock is that of the ledger once everything due is booked', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const documents = documentsOf(history);
        const before = balanceOf(documents);
        const policies = policiesOf(history.state.policies, DEFAULT_POLICIES);
        const at = { now: history.now, policies };
        const { state } = history.bookDue();
        expect(balanceAt(before, at)).toMatchObject(figuresOf(state));
        for (const member of membersOf(documents))
          expect(memberBalanceAt(before, member, at)).toMatchObject({
            personal: total(
              [...state.lots].map(({ free }) => free.pockets.get(member.memberId) ?? 0n),
            ),
            held: heldFrom(state, member.memberId),
          });
      }),
      RUNS,
    );
  });
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

const partsIn = (lot: LotDocument) => {
  const { lotId, granted, pool, pockets, held, used, expired, voided, isVoided } = lot;
  return { lotId, granted, pool, pockets: [...pockets], held, used, expired, voided, isVoided };
};

const byLot = (a: { readonly lotId: string }, b: { readonly lotId: string }): number =>
  a.lotId < b.lotId ? -1 : 1;
