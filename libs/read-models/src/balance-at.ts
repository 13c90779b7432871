import type { Instant } from '#eventsourcing';
import { plus, type Credits, type LotKind, type Policies } from '#ledger';
import { bookedUntil, hasEnded } from './booked-until.ts';
import type { BalanceLot } from './documents/balance-lots.ts';
import type { BalanceDocument, BalanceHold } from './documents/balances.ts';
import type { MemberDocument } from './documents/members.ts';

/** The credit of one kind of lots. */
export interface KindBalance {
  readonly kind: LotKind;
  readonly available: Credits;
  readonly held: Credits;
}

/** What a wallet has at an instant. */
export interface WalletBalance {
  /** Pool, pockets and what is held, less debt. */
  readonly balance: Credits;
  /** The same without what is held. */
  readonly available: Credits;
  readonly held: Credits;
  readonly debt: Credits;
  /** Free and held, in byte order of the kinds; kinds with nothing are left out. */
  readonly byKind: readonly KindBalance[];
  readonly expiringIn7Days: Credits;
  readonly expiringIn30Days: Credits;
  /** The pool less debt. */
  readonly shared: Credits;
  /** What of it can be allocated: unrestricted credit in the pool, less debt. */
  readonly allocatable: Credits;
}

/** What a member has at an instant. */
export interface MemberBalance {
  /** Free in its pocket. */
  readonly personal: Credits;
  /** Held from its pocket. */
  readonly held: Credits;
  /** The pool less debt; `null` where members spend from their pockets alone. */
  readonly shared: Credits | null;
  readonly byKind: readonly KindBalance[];
  readonly expiringIn7Days: Credits;
  readonly expiringIn30Days: Credits;
}

/** When and by which rules a balance is told. */
export interface At {
  readonly now: Instant;
  readonly policies: Policies;
}

/** A part of a lot: what of it is free and what is held. */
interface Portion {
  readonly lot: Pick<BalanceLot, 'kind' | 'expiresAt'>;
  readonly free: Credits;
  readonly held: Credits;
}

/** The balance by the clock: what is due counts as booked, whether or not it is. */
export function balanceAt(document: BalanceDocument, { now, policies }: At): WalletBalance {
  const { lots, debt } = bookedUntil(document, now, policies);
  const portions: Portion[] = [];
  let pool = 0n;
  let unrestricted = 0n;
  for (const lot of lots.values()) {
    if (!lot.active) continue;
    portions.push({ lot, free: lot.pool + lot.pockets, held: lot.held });
    pool += lot.pool;
    if (lot.restrictedTo.length === 0) unrestricted += lot.pool;
  }
  const { free, held, ...figures } = figuresOf(portions, now);
  return {
    balance: free + held - debt,
    available: free - debt,
    held,
    debt,
    ...figures,
    shared: pool - debt,
    allocatable: unrestricted - debt,
  };
}

/** A member's part of the balance by the clock. */
export function memberBalanceAt(
  document: BalanceDocument,
  member: Pick<MemberDocument, 'memberId' | 'pocket'>,
  { now, policies }: At,
): MemberBalance {
  const portions = pocketPortions(document, member, { now, policies });
  const { free, held, ...figures } = figuresOf(portions, now);
  return {
    personal: free,
    held,
    shared:
      policies.memberFunding === 'ALLOCATED_ONLY'
        ? null
        : balanceAt(document, { now, policies }).shared,
    ...figures,
  };
}

// What of a member's pocket is free and held.
function pocketPortions(
  document: BalanceDocument,
  { memberId, pocket }: Pick<MemberDocument, 'memberId' | 'pocket'>,
  at: At,
): readonly Portion[] {
  const { lots, holds } = document;
  const portions: Portion[] = [];
  for (const [lotId, free] of pocket) {
    const lot = lots.get(lotId);
    if (lot !== undefined && !hasEnded(lot, at.now)) portions.push({ lot, free, held: 0n });
  }
  for (const hold of holds.values())
    for (const { memberId: owner, lotId, amount } of hold.slices) {
      const lot = owner === memberId ? lots.get(lotId) : undefined;
      if (lot !== undefined) portions.push(heldPortion(lot, { hold, amount }, at));
    }
  return portions;
}

// A hold past its deadline has given back its slices, as far as their lots and owners stand.
function heldPortion(
  lot: BalanceLot,
  { hold, amount }: { readonly hold: BalanceHold; readonly amount: Credits },
  { now, policies }: At,
): Portion {
  if (now < hold.deadline) return { lot, free: 0n, held: amount };
  const isLost =
    hold.orphaned || policies.memberFunding === 'POOLED' || lot.isVoided || hasEnded(lot, now);
  return { lot, free: isLost ? 0n : amount, held: 0n };
}

function figuresOf(portions: readonly Portion[], now: Instant) {
  const in7Days = plus(now, 'P7D');
  const in30Days = plus(now, 'P30D');
  let free = 0n;
  let held = 0n;
  let expiringIn7Days = 0n;
  let expiringIn30Days = 0n;
  for (const portion of portions) {
    const { expiresAt } = portion.lot;
    free += portion.free;
    held += portion.held;
    if (expiresAt === null) continue;
    if (expiresAt <= in7Days) expiringIn7Days += portion.free;
    if (expiresAt <= in30Days) expiringIn30Days += portion.free;
  }
  return { free, held, expiringIn7Days, expiringIn30Days, byKind: byKind(portions) };
}

function byKind(portions: readonly Portion[]): readonly KindBalance[] {
  const kinds = new Map<LotKind, KindBalance>();
  for (const { lot, free, held } of portions) {
    const { kind } = lot;
    const before = kinds.get(kind);
    kinds.set(kind, {
      kind,
      available: (before?.available ?? 0n) + free,
      held: (before?.held ?? 0n) + held,
    });
  }
  return [...kinds.values()]
    .filter(({ available, held }) => available > 0n || held > 0n)
    .toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}
