import type { Steps } from '#eventsourcing';
import { amountOf, type Credits } from '../../credits.ts';
import { refuse } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { requireFewEnough } from '../stored/command-size.ts';
import type { CommandOf } from '../commands.ts';
import { poolOf, recordReturn } from '../consequences.ts';
import { settleDebt } from '../debt/debt.ts';
import { cut, draw, sharedOut, type Spring } from '../lots/draw.ts';
import type { Share } from '../events.ts';
import { isValidAt, totalOf } from '../lots/lots.ts';
import { isActiveMember, requireActiveMember } from '../members/membership.ts';

/** Who is to get how much. */
export interface WantedShare {
  readonly memberId: string;
  readonly amount: Credits;
  readonly requestId?: string | undefined;
}

export function* allocateAmounts(
  booking: Booking,
  { amounts }: CommandOf<'AllocateCredits'>,
): Steps<void> {
  const { scale } = booking.state.unit;
  const shares = Object.keys(amounts)
    .toSorted()
    .map((memberId) => ({
      memberId,
      amount: amountOf(`amounts[${memberId}]`, amounts[memberId] ?? '', scale),
    }));
  yield* allocate(booking, shares);
}

export function* allocateSameAmount(
  booking: Booking,
  { amount, memberIds }: CommandOf<'AllocateSameAmount'>,
): Steps<void> {
  const { state } = booking;
  const each = amountOf('amount', amount, state.unit.scale);
  const members =
    memberIds === 'ALL'
      ? [...state.members.keys()].filter((memberId) => isActiveMember(state, memberId))
      : [...new Set(memberIds)].toSorted();
  yield* allocate(
    booking,
    members.map((memberId) => ({ memberId, amount: each })),
  );
}

/**
 * Moves slices of the pool to pockets, in burn order, share by share; all or nothing (I10, D19).
 * They keep their lot, cost and end.
 */
export function* allocate(
  booking: Booking,
  wanted: readonly WantedShare[],
  leftPending?: readonly string[],
): Steps<void> {
  requireAllocation(booking);
  requireFewEnough('SHARE', wanted.length);
  for (const { memberId } of wanted) requireActiveMember(booking.state, memberId);
  const pool = poolOf(booking.state, booking.now);
  if (wanted.length === 0)
    return yield* booking.stand('CommandAccepted', { outcome: 'NO_MEMBERS', poolStands: pool });
  const total = totalOf(wanted);
  if (pool < total)
    refuse({ code: 'POOL_TOO_SMALL', available: pool, needed: total, shortfall: total - pool });
  yield* booking.record('CreditsAllocated', {
    allocationId: `a${booking.nextRevision}`,
    shares: sharesOf(booking, wanted),
    total,
    poolAfter: pool - total,
    leftPending,
  });
}

/** Where members spend from the pool alone nothing can be allocated. */
export function requireAllocation({ policies }: Booking): void {
  if (policies.memberFunding === 'POOLED') refuse({ code: 'ALLOCATION_NOT_USED' });
}

function sharesOf(booking: Booking, wanted: readonly WantedShare[]): readonly Share[] {
  const { state, policies, now } = booking;
  const springs = state.lots
    .ofOwner(null, { action: null, order: policies.burnOrder })
    .filter((lot) => isValidAt(lot, now))
    .map((lot): Spring => ({ lot, memberId: null, available: lot.free.pool }));
  const { slices } = draw(springs, totalOf(wanted));
  const shares = sharedOut(
    slices,
    wanted.map(({ amount }) => amount),
  );
  return wanted.map(({ memberId, requestId }, index) => {
    return { memberId, slices: shares[index] ?? [], requestId };
  });
}

/** Takes credit back from a member's pocket, in reverse burn order; all of it without an amount. */
export function* recallAllocation(
  booking: Booking,
  { memberId, amount }: CommandOf<'RecallAllocation'>,
): Steps<void> {
  const { state, policies } = booking;
  requireActiveMember(booking.state, memberId);
  const pocket = state.lots.pocket(memberId, policies.burnOrder).toReversed();
  const available = totalOf(pocket);
  const needed = amount === undefined ? available : amountOf('amount', amount, state.unit.scale);
  if (available < needed) refuse({ code: 'POCKET_TOO_SMALL', memberId, available, needed });
  if (needed === 0n) return yield* booking.stand('CommandAccepted', { outcome: 'NOTHING_FREE' });
  yield* recordReturn(booking, memberId, { slices: cut(pocket, needed).taken, cause: 'RECALL' });
  yield* settleDebt(booking);
}
