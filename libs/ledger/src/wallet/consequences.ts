import type { Instant, Revision, Steps } from '#eventsourcing';
import type { Credits } from '../credits.ts';
import type { Booking } from './booking.ts';
import { BURN_ORDERS } from './lots/burn-order.ts';
import { settleDebt } from './debt/debt.ts';
import type { ExpiryCause, ReturnCause } from './events.ts';
import { NO_CREDIT, type Lot } from './lots/lot.ts';
import { byLot, hasEnded, isValidAt, paysFor, plusOwned, slicesOf, totalOf } from './lots/lots.ts';
import { isMemberSince } from './members/membership.ts';
import type { OpenWallet } from './state.ts';
import type { Slice } from './terms.ts';

/** A row has at most this many slices; more are booked in parts. */
export const SLICES_MAX = 2000;

/**
 * What follows when slices have come back to their owners (from a hold, a reversal, a pocket): those
 * of an ended lot expire, those of a voided lot are voided, and what is then free settles debt.
 */
export function* settleReturned(
  booking: Booking,
  returned: readonly Slice[],
  cause: ExpiryCause,
): Steps<void> {
  for (const [lotId, own] of byLot(returned)) {
    const lot = booking.state.lots.get(lotId);
    if (lot === undefined || lot.free.total === 0n) continue;
    if (lot.isVoided) yield* voidFree(booking, lot, {});
    else if (hasEnded(lot, booking.now))
      yield* expireLot(booking, lot, { cause, slices: cameBack(lot, own) });
  }
  yield* settleDebt(booking);
}

// What else is free of a lot that ends at this very instant is due, and booked as that (D4).
function cameBack({ lotId }: Lot, returned: readonly Slice[]): readonly Slice[] {
  return slicesOf(
    lotId,
    returned.reduce((sum, { memberId, amount }) => plusOwned(sum, memberId, amount), NO_CREDIT),
  );
}

export function* expireLot(
  booking: Booking,
  lot: Lot,
  {
    cause,
    partsMax,
    slices: all = slicesOf(lot.lotId, lot.free),
  }: {
    readonly cause: ExpiryCause;
    readonly partsMax?: number;
    /** All that is free of it, unless it is said. */
    readonly slices?: readonly Slice[];
  },
): Steps<void> {
  const { lotId, kind } = lot;
  const at = cause === 'DUE' && lot.expiresAt !== null ? lot.expiresAt : booking.now;
  for (const slices of inParts(all).slice(0, partsMax)) {
    const amount = totalOf(slices);
    yield* booking.move(
      'LotExpired',
      { lotId, kind, amount, slices, cause },
      { balance: -amount },
      at,
    );
  }
}

/** Voids what is free of a lot. A lot that was never effective has no row to take back. */
export function* voidFree(
  booking: Booking,
  lot: Lot,
  { reason }: { readonly reason?: string | undefined },
): Steps<void> {
  const { lotId, kind } = lot;
  for (const slices of inParts(slicesOf(lotId, lot.free))) {
    const amount = totalOf(slices);
    const data = { lotId, kind, amount, slices, reason };
    if (lot.active) yield* booking.move('LotVoided', data, { balance: -amount });
    else yield* booking.stand('LotVoided', data);
  }
}

/**
 * Hands what a hold released, and was taken at a revision, on to those whose it is now: a slice whose
 * member has gone since, though it was added again, or where pockets are no longer used, is the
 * pool's (D13). Tells the slices as they have come back.
 */
export function* handBack(
  booking: Booking,
  released: readonly Slice[],
  takenAt: Revision,
): Steps<readonly Slice[]> {
  const back = released.map((slice) => toItsOwner(booking, slice, takenAt));
  const orphaned = released.filter((_, index) => back[index]?.memberId === undefined);
  for (const [memberId, own] of Map.groupBy(orphaned, (slice) => slice.memberId)) {
    if (memberId === undefined) continue;
    const slices = inBurnOrder(booking, own);
    yield* returnSlices(booking, memberId, { slices, cause: 'AFTER_RELEASE' });
  }
  return back;
}

/** A slice that was taken at a revision as it comes back. */
export function toItsOwner(booking: Booking, slice: Slice, takenAt: Revision): Slice {
  const { lotId, memberId, amount } = slice;
  const { policies, state } = booking;
  const keepsPocket =
    memberId !== undefined &&
    policies.memberFunding !== 'POOLED' &&
    isMemberSince(state, memberId, takenAt);
  return keepsPocket ? slice : { lotId, amount };
}

// The policy may be another than when they were taken.
function inBurnOrder({ state, policies }: Booking, slices: readonly Slice[]): readonly Slice[] {
  const order = BURN_ORDERS[policies.burnOrder];
  return slices
    .map((slice) => ({ slice, lot: state.lots.get(slice.lotId) as Lot }))
    .toSorted((a, b) => order(a.lot, b.lot))
    .map(({ slice }) => slice);
}

/** Returns all that a member's pocket has to the pool, in burn order. */
export function* returnPocket(
  booking: Booking,
  memberId: string,
  cause: 'MEMBER_REMOVED' | 'POOLED',
): Steps<void> {
  const { state, policies } = booking;
  yield* returnSlices(booking, memberId, {
    slices: state.lots.pocket(memberId, policies.burnOrder),
    cause,
  });
}

/** Returns slices of a member's pocket to the pool. */
export function* returnSlices(
  booking: Booking,
  memberId: string,
  { slices: all, cause }: { readonly slices: readonly Slice[]; readonly cause: ReturnCause },
): Steps<void> {
  for (const slices of inParts(all)) yield* recordReturn(booking, memberId, { slices, cause });
}

export function* recordReturn(
  booking: Booking,
  memberId: string,
  returned: { readonly slices: readonly Slice[]; readonly cause: ReturnCause },
): Steps<void> {
  const total = totalOf(returned.slices);
  const poolAfter = poolOf(booking.state, booking.now) + total;
  yield* booking.record('AllocationReturned', { memberId, ...returned, total, poolAfter });
}

/** What an allocation can draw on: free, unrestricted and effective in the pool, less the debt. */
export function poolOf({ lots, debt }: OpenWallet, at: Instant): Credits {
  let pool = lots.sums.pool - debt;
  // At the instant of something due what else is due then may not have been booked yet.
  for (const lot of lots.toEnd()) {
    if (!hasEnded(lot, at)) break;
    if (paysFor(lot, null)) pool -= lot.free.pool;
  }
  for (const lot of lots.toBegin()) {
    if (lot.effectiveAt > at) break;
    if (paysFor(lot, null) && isValidAt(lot, at)) pool += lot.free.pool;
  }
  return pool;
}

export function inParts<Item>(
  items: readonly Item[],
  size: number = SLICES_MAX,
): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; start += size)
    parts.push(items.slice(start, start + size));
  return parts;
}
