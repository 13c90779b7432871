import { merged, type Instant } from '#eventsourcing';
import { smaller, type Credits } from '../../credits.ts';
import { BURN_ORDERS } from './burn-order.ts';
import type { Lot } from './lot.ts';
import { hasEnded, isValidAt, owned, paysFor, sliceOf } from './lots.ts';
import type { Policies } from '../opening/policies.ts';
import type { SortedLots } from './sorted-lots.ts';
import type { Slice } from '../terms.ts';

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

/** What is asked of the lots: for which action, valid when, in which order. */
interface SpringsAsked {
  readonly action: string;
  readonly at: Instant;
  readonly order: Policies['burnOrder'];
}

/**
 * Where credit for an action can come from at an instant: owner by owner, each in burn order. They
 * are looked for as they are asked for.
 */
export function* springsOf(
  lots: SortedLots,
  owners: Owners,
  asked: SpringsAsked,
): Generator<Spring> {
  for (const memberId of owners)
    for (const lot of lots.ofOwner(memberId, asked)) {
      if (!isValidAt(lot, asked.at) || !paysFor(lot, asked.action)) continue;
      yield { lot, memberId, available: owned(lot.free, memberId) };
    }
}

/** A pocket that a member had in an earlier time as one: lots that ended before it was added again. */
export interface FormerPocket {
  readonly memberId: string;
  readonly until: Instant;
}

/** Whether what a lot has of that member's is of its former pocket: due things are booked first. */
export const isOfFormer = (lot: Lot, former: FormerPocket | undefined): boolean =>
  former !== undefined && hasEnded(lot, former.until);

/**
 * Where it could come from at an instant of the past: what has expired since counts too, also of lots
 * that only the archive has. What expired in a former pocket counts with the pool.
 */
export function springsThen(
  lots: SortedLots,
  owners: Owners,
  asked: SpringsAsked & {
    readonly former?: FormerPocket | undefined;
    readonly archived: readonly Lot[];
  },
): Iterable<Spring> {
  const { action, at, order, archived } = asked;
  const lapsed = [...lots.lapsed(at), ...archived].filter(
    (lot) => isValidAt(lot, at) && paysFor(lot, action),
  );
  if (lapsed.length === 0) return springsOf(lots, owners, asked);
  return withLapsed(lots, owners, { ...asked, lapsed: lapsed.toSorted(BURN_ORDERS[order]) });
}

function* withLapsed(
  lots: SortedLots,
  owners: Owners,
  asked: SpringsAsked & {
    readonly former?: FormerPocket | undefined;
    readonly lapsed: readonly Lot[];
  },
): Generator<Spring> {
  const { order, former, lapsed } = asked;
  for (const memberId of owners) {
    const still = springsOf(lots, [memberId], asked).filter(({ lot }) => lot.expired.total === 0n);
    yield* merged(still, lapsedSprings(lapsed, memberId, former), (a, b) =>
      BURN_ORDERS[order](a.lot, b.lot),
    );
  }
}

// Of a lot with a former pocket the member itself has nothing, and the pool has that too.
const ownersOf = (memberId: string | null, former: FormerPocket | undefined): Owners =>
  memberId === null ? [null, former?.memberId ?? null] : [];

function* lapsedSprings(
  lots: readonly Lot[],
  memberId: string | null,
  former: FormerPocket | undefined,
): Generator<Spring> {
  for (const lot of lots) {
    const owners = isOfFormer(lot, former) ? ownersOf(memberId, former) : [memberId];
    for (const owner of owners) {
      const available = owned(lot.free, owner) + owned(lot.expired, owner);
      if (available > 0n) yield { lot, memberId: owner, available };
    }
  }
}

/** All springs, and what they have together. */
export const allOf = (springs: Iterable<Spring>): ReturnType<typeof enoughOf> =>
  enoughOf(springs, null);

/** The first springs that have an amount together, or all that there are. */
export function enoughOf(
  springs: Iterable<Spring>,
  amount: Credits | null,
): { readonly springs: readonly Spring[]; readonly available: Credits } {
  const enough: Spring[] = [];
  let available = 0n;
  for (const spring of springs) {
    enough.push(spring);
    available += spring.available;
    if (amount !== null && available >= amount) break;
  }
  return { springs: enough, available };
}

/** Draws an amount from springs in their order; what they do not have remains undrawn. */
export function draw(
  springs: Iterable<Spring>,
  amount: Credits,
): { readonly slices: readonly Slice[]; readonly undrawn: Credits } {
  const slices: Slice[] = [];
  let undrawn = amount;
  for (const { lot, memberId, available } of amount === 0n ? [] : springs) {
    const drawn = smaller(available, undrawn);
    slices.push(sliceOf(lot.lotId, memberId, drawn));
    undrawn -= drawn;
    if (undrawn === 0n) break;
  }
  // A consumption keeps its slices, and a list that was pushed to has room for many more.
  return { slices: slices.slice(), undrawn };
}

/** Slices shared out to amounts, one amount after the other, as far as they go. */
export function sharedOut(
  slices: readonly Slice[],
  amounts: readonly Credits[],
): readonly (readonly Slice[])[] {
  let next = 0;
  let left = slices[0]?.amount ?? 0n;
  return amounts.map((amount) => {
    const share: Slice[] = [];
    for (let wanted = amount; wanted > 0n && next < slices.length;) {
      const slice = slices[next] as Slice;
      const part = smaller(left, wanted);
      if (part > 0n) share.push({ ...slice, amount: part });
      wanted -= part;
      left -= part;
      if (left > 0n) continue;
      next += 1;
      left = slices[next]?.amount ?? 0n;
    }
    return share;
  });
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
