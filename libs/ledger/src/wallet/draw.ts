import type { Instant } from '#eventsourcing';
import { smaller, type Credits } from '../credits.ts';
import { isValidAt, owned, paysFor, sliceOf } from './lots.ts';
import type { Policies } from './policies.ts';
import type { Lot } from './state.ts';
import type { Slice } from './terms.ts';

/** One place that credit can be drawn from: what an owner has of a lot. */
export interface Spring {
  readonly lot: Lot;
  readonly memberId: string | null;
  readonly available: Credits;
}

/** The owners that pay, in their order: a member's pocket, the pool. `null` is the pool. */
export type Owners = readonly (string | null)[];

/** Who pays for an authorised spend (D20). */
export function payersOf(memberId: string | null, { memberFunding }: Policies): Owners {
  if (memberId === null || memberFunding === 'POOLED') return [null];
  return memberFunding === 'ALLOCATED_ONLY' ? [memberId] : [memberId, null];
}

/**
 * Who pays for usage that already happened: pocket, then pool, in every mode (D20). Where pockets are
 * not used they have nothing free, but what expired in one may be reopened.
 */
export const payersOfUsage = (memberId: string | null): Owners =>
  memberId === null ? [null] : [memberId, null];

/**
 * Where credit for an action can come from at an instant: owner by owner, each in the order of
 * `lots`. With `reopening` what has expired since counts too.
 */
export function springsOf(
  lots: readonly Lot[],
  owners: Owners,
  {
    action,
    at,
    reopening,
  }: { readonly action: string; readonly at: Instant; readonly reopening?: boolean },
): readonly Spring[] {
  const springs: Spring[] = [];
  for (const memberId of owners)
    for (const lot of lots) {
      if (!isValidAt(lot, at) || !paysFor(lot, action)) continue;
      const expired = reopening === true ? owned(lot.expired, memberId) : 0n;
      const available = owned(lot.free, memberId) + expired;
      if (available > 0n) springs.push({ lot, memberId, available });
    }
  return springs;
}

export const availableIn = (springs: readonly Spring[]): Credits => {
  let total = 0n;
  for (const { available } of springs) total += available;
  return total;
};

/** Draws an amount from springs in their order; what they do not have remains undrawn. */
export function draw(
  springs: readonly Spring[],
  amount: Credits,
): { readonly slices: readonly Slice[]; readonly undrawn: Credits } {
  const slices: Slice[] = [];
  let undrawn = amount;
  for (const { lot, memberId, available } of springs) {
    if (undrawn === 0n) break;
    const drawn = smaller(available, undrawn);
    slices.push(sliceOf(lot.lotId, memberId, drawn));
    undrawn -= drawn;
  }
  // A consumption keeps its slices, and a list that was pushed to has room for many more.
  return { slices: slices.slice(), undrawn };
}

/** Slices shortened to their first `amount`, and what is left of them. */
export function cut(
  slices: readonly Slice[],
  amount: Credits,
): { readonly taken: readonly Slice[]; readonly rest: readonly Slice[] } {
  const taken: Slice[] = [];
  const rest: Slice[] = [];
  let wanted = amount;
  for (const slice of slices) {
    const part = smaller(slice.amount, wanted);
    if (part > 0n) taken.push({ ...slice, amount: part });
    if (part < slice.amount) rest.push({ ...slice, amount: slice.amount - part });
    wanted -= part;
  }
  return { taken, rest };
}

/** The last `amount` of slices, latest first (D13), and what is left of them in their order. */
export function cutFromEnd(
  slices: readonly Slice[],
  amount: Credits,
): { readonly taken: readonly Slice[]; readonly rest: readonly Slice[] } {
  const { taken, rest } = cut(slices.toReversed(), amount);
  return { taken, rest: rest.toReversed() };
}
