import type { Instant } from '#eventsourcing';
import { lotEnd, type Credits, type LotKind } from '#ledger';
import type { BalanceDocument } from './documents/balances.ts';
import type { LotDocument } from './documents/lots.ts';

/** The credit of one kind of lots. */
export interface KindBalance {
  readonly kind: LotKind;
  readonly available: Credits;
  readonly held: Credits;
}

/** What is lost if it is not used within so many local days. */
export interface ExpiringSoon {
  readonly expiringIn7Days: Credits;
  readonly expiringIn30Days: Credits;
}

/** What a wallet has at an instant. */
export interface WalletBalance extends ExpiringSoon {
  /** Pool, pockets and what is held, less debt. */
  readonly balance: Credits;
  /** The same without what is held. */
  readonly available: Credits;
  readonly held: Credits;
  readonly debt: Credits;
  /** Free and held, in byte order of the kinds; kinds with nothing are left out. */
  readonly byKind: readonly KindBalance[];
  /** The pool less debt. */
  readonly shared: Credits;
  /** What of it can be allocated: unrestricted credit in the pool, less debt. */
  readonly allocatable: Credits;
}

/** What a member has at an instant. */
export interface MemberBalance extends ExpiringSoon {
  /** Free in its pocket. */
  readonly personal: Credits;
  /** Held from its pocket. */
  readonly held: Credits;
  /** The pool less debt; `null` where members spend from their pockets alone. */
  readonly shared: Credits | null;
  readonly byKind: readonly KindBalance[];
}

/** A part of a lot: what of it is free and what is held. */
export interface Portion {
  readonly lot: Pick<LotDocument, 'kind' | 'expiresAt'>;
  readonly free: Credits;
  readonly held: Credits;
}

const sumOf = ({ byKind }: BalanceDocument, part: 'free' | 'held'): Credits => {
  let sum = 0n;
  for (const sums of byKind.values()) sum += sums[part];
  return sum;
};

export const heldOf = (document: BalanceDocument): Credits => sumOf(document, 'held');

/** What a wallet has, less what it owes. */
export const balanceOf = (document: BalanceDocument): Credits =>
  sumOf(document, 'free') + heldOf(document) - document.debt;

/** The figures of a balance once everything due is booked. */
export function walletFigures(document: BalanceDocument): Omit<WalletBalance, keyof ExpiringSoon> {
  const { pool, unrestricted, debt } = document;
  const byKind = Array.from(document.byKind, ([kind, { free, held }]) => ({
    kind: kind as LotKind,
    available: free,
    held,
  }));
  let free = 0n;
  let held = 0n;
  for (const kind of byKind) {
    free += kind.available;
    held += kind.held;
  }
  return {
    balance: free + held - debt,
    available: free - debt,
    held,
    debt,
    byKind,
    shared: pool - debt,
    allocatable: unrestricted - debt,
  };
}

/** The figures of a member's portions of lots. */
export function portionFigures(portions: readonly Portion[]) {
  let free = 0n;
  let held = 0n;
  const kinds = new Map<LotKind, KindBalance>();
  for (const portion of portions) {
    const { kind } = portion.lot;
    const before = kinds.get(kind) ?? { kind, available: 0n, held: 0n };
    kinds.set(kind, {
      kind,
      available: before.available + portion.free,
      held: before.held + portion.held,
    });
    free += portion.free;
    held += portion.held;
  }
  const byKind = [...kinds.values()]
    .filter(({ available, held }) => available > 0n || held > 0n)
    .toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
  return { free, held, byKind };
}

/** The instant so many local days later, at the same time of the day. */
export const daysLater = (now: Instant, days: number, timeZone: string): Instant =>
  lotEnd({ after: `P${days}D` }, now, timeZone) ?? now;

/** How much of what is free ends within so many local days of the wallet. */
export function expiringSoon(
  portions: Iterable<Pick<Portion, 'lot' | 'free'>>,
  now: Instant,
  timeZone: string,
): ExpiringSoon {
  let expiringIn7Days = 0n;
  let expiringIn30Days = 0n;
  let until: { readonly week: Instant; readonly month: Instant } | undefined;
  for (const { lot, free } of portions) {
    if (lot.expiresAt === null || free === 0n) continue;
    // Calendars are slow, and most of what is asked has nothing that ends.
    until ??= { week: daysLater(now, 7, timeZone), month: daysLater(now, 30, timeZone) };
    if (lot.expiresAt <= until.week) expiringIn7Days += free;
    if (lot.expiresAt <= until.month) expiringIn30Days += free;
  }
  return { expiringIn7Days, expiringIn30Days };
}
