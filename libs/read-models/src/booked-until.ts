import type { Instant } from '#eventsourcing';
import { bySoonestExpiry, byRank, type DueThing, type Policies } from '#ledger';
import { smaller } from './amounts.ts';
import type { BalanceLot } from './documents/balance-lots.ts';
import type { BalanceDocument, BalanceHold } from './documents/balances.ts';

/**
 * A wallet's balance as it will be once everything due until an instant is booked: holds released,
 * lots begun and ended, debt settled, each at its own instant and in the ledger's order (D4, D16).
 */
export function bookedUntil(
  balance: BalanceDocument,
  until: Instant,
  policies: Policies,
): BalanceDocument {
  return dueUntil(balance, until).reduce(
    (before, thing) => afterDue(before, thing, policies),
    balance,
  );
}

interface Due extends DueThing {
  readonly sequence: number;
}

const ORDER: Readonly<Record<DueThing['kind'], number>> = { HOLD: 0, ACTIVATION: 1, EXPIRY: 2 };

function dueUntil({ holds, lots }: BalanceDocument, until: Instant): readonly Due[] {
  const due: Due[] = [];
  for (const { holdId: id, deadline: at } of holds.values())
    if (at <= until) due.push({ kind: 'HOLD', id, at, sequence: 0 });
  for (const { lotId: id, sequence, active, effectiveAt, expiresAt } of lots.values()) {
    if (!active && effectiveAt <= until)
      due.push({ kind: 'ACTIVATION', id, at: effectiveAt, sequence });
    if (expiresAt !== null && expiresAt <= until)
      due.push({ kind: 'EXPIRY', id, at: expiresAt, sequence });
  }
  return due.length < 2 ? due : due.toSorted(byInstant);
}

function byInstant(a: Due, b: Due): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.kind !== b.kind) return ORDER[a.kind] - ORDER[b.kind];
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  return a.id < b.id ? -1 : 1;
}

function afterDue(
  before: BalanceDocument,
  { kind, id, at }: DueThing,
  policies: Policies,
): BalanceDocument {
  if (kind === 'HOLD') {
    const hold = before.holds.get(id);
    return hold === undefined ? before : released(before, hold, { at, policies });
  }
  const lot = before.lots.get(id);
  if (lot === undefined) return before;
  if (kind === 'EXPIRY') return withLot(before, withNothingFree(lot));
  return settled(withLot(before, { ...lot, active: true }), at, policies);
}

const withLot = (balance: BalanceDocument, lot: BalanceLot): BalanceDocument => ({
  ...balance,
  lots: balance.lots.with(lot.lotId, lot),
});

const withNothingFree = (lot: BalanceLot): BalanceLot => ({ ...lot, pool: 0n, pockets: 0n });

export const hasEnded = ({ expiresAt }: BalanceLot, at: Instant): boolean =>
  expiresAt !== null && expiresAt <= at;

// What returns to a lot that has ended or was voided lapses with all that is free of it (D6, D12).
function released(
  before: BalanceDocument,
  { holdId, slices, orphaned }: BalanceHold,
  { at, policies }: { readonly at: Instant; readonly policies: Policies },
): BalanceDocument {
  const toPool = orphaned || policies.memberFunding === 'POOLED';
  let after: BalanceDocument = { ...before, holds: before.holds.without(holdId) };
  for (const { lotId, memberId, amount } of slices) {
    const lot = after.lots.get(lotId);
    if (lot === undefined) continue;
    const held = lot.held - amount;
    const returned =
      memberId === undefined || toPool
        ? { ...lot, held, pool: lot.pool + amount }
        : { ...lot, held, pockets: lot.pockets + amount };
    const lapses = lot.isVoided || hasEnded(lot, at);
    after = withLot(after, lapses ? withNothingFree(returned) : returned);
  }
  return settled(after, at, policies);
}

const RANK_FIRST: (a: BalanceLot, b: BalanceLot) => number = byRank;
const EXPIRY_FIRST: (a: BalanceLot, b: BalanceLot) => number = bySoonestExpiry;

// The last lot that begins at an instant settles what others free at that instant too.
const isDueToBegin = ({ active, effectiveAt, pool, pockets, isVoided }: BalanceLot, at: Instant) =>
  !active && effectiveAt <= at && pool + pockets > 0n && !isVoided;

/** Credit that becomes free in the pool settles debt, in burn order (D16). */
function settled(before: BalanceDocument, at: Instant, policies: Policies): BalanceDocument {
  if ([...before.lots.values()].some((lot) => isDueToBegin(lot, at))) return before;
  let after = before;
  for (const lot of settlingLots(before, at, policies)) {
    if (after.debt === 0n) break;
    const paid = smaller(lot.pool, after.debt);
    after = { ...withLot(after, { ...lot, pool: lot.pool - paid }), debt: after.debt - paid };
  }
  return after;
}

function settlingLots(
  { debt, lots }: BalanceDocument,
  at: Instant,
  { burnOrder, debtSettledByPromo }: Policies,
): readonly BalanceLot[] {
  if (debt === 0n) return [];
  return [...lots.values()]
    .filter((lot) => lot.active && lot.pool > 0n && !hasEnded(lot, at))
    .filter(
      ({ restrictedTo, kind }) =>
        restrictedTo.length === 0 && (kind !== 'PROMO' || debtSettledByPromo),
    )
    .toSorted(burnOrder === 'RANK_FIRST' ? RANK_FIRST : EXPIRY_FIRST);
}
