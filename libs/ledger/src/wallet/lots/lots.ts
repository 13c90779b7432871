import type { Instant, Revision } from '#eventsourcing';
import type { Credits } from '../../credits.ts';
import type { Lot, Owned } from './lot.ts';
import type { Slice } from '../terms.ts';

/** The parts of a lot that know their owners. */
export type OwnedPart = 'free' | 'expired';
/** The parts of a lot that are only counted. */
export type CountedPart = 'held' | 'frozen' | 'used' | 'voided';
export type Part = OwnedPart | CountedPart;

// D3. Validity is half-open, and this is the one place that says so.
export const isValidAt = (
  { effectiveAt, expiresAt }: Pick<Lot, 'effectiveAt' | 'expiresAt'>,
  at: Instant,
): boolean => effectiveAt <= at && (expiresAt === null || at < expiresAt);

export const hasEnded = ({ expiresAt }: Lot, at: Instant): boolean =>
  expiresAt !== null && expiresAt <= at;

/** Whether a lot of an earlier booking begins by an instant and has not made its row yet. */
export const isDueToBegin = ({ active, effectiveAt, free, isVoided }: Lot, at: Instant): boolean =>
  !active && effectiveAt <= at && free.total > 0n && !isVoided;

/** D2: a restricted lot pays only for its actions; without an action only unrestricted lots do. */
export const paysFor = ({ restrictedTo }: Lot, action: string | null): boolean =>
  restrictedTo.length === 0 || (action !== null && restrictedTo.includes(action));

/** What an owner has of a part: the pool, or a member's pocket. */
export const owned = (part: Owned, memberId: string | null | undefined): Credits =>
  memberId === null || memberId === undefined ? part.pool : (part.pockets.get(memberId) ?? 0n);

export function sliceOf(lotId: string, memberId: string | null, amount: Credits): Slice {
  return memberId === null ? { lotId, amount } : { lotId, memberId, amount };
}

export const totalOf = (slices: readonly { readonly amount: Credits }[]): Credits => {
  let total = 0n;
  for (const { amount } of slices) total += amount;
  return total;
};

/** All of a part, by owner: the pool first, then the pockets in byte order of their members. */
export function slicesOf(lotId: string, part: Owned): readonly Slice[] {
  const slices: Slice[] = part.pool > 0n ? [{ lotId, amount: part.pool }] : [];
  if (part.total > part.pool)
    for (const [memberId, amount] of part.pockets) slices.push({ lotId, memberId, amount });
  return slices;
}

/** A lot after a slice of it moved from one part to another. The sum of its parts stays. */
export const movedLot = (
  lot: Lot,
  slice: Slice,
  [from, to]: readonly [Part, Part],
  touched: Revision,
): Lot => ({
  ...lot,
  [from]: changedPart(lot, from, slice, -slice.amount),
  [to]: changedPart(lot, to, slice, slice.amount),
  touched,
});

function changedPart(lot: Lot, part: Part, { memberId }: Slice, change: Credits): Owned | Credits {
  return part === 'free' || part === 'expired'
    ? plusOwned(lot[part], memberId, change)
    : lot[part] + change;
}

export function plusOwned(part: Owned, memberId: string | undefined, amount: Credits): Owned {
  const total = part.total + amount;
  if (memberId === undefined) return { pool: part.pool + amount, pockets: part.pockets, total };
  const pocket = (part.pockets.get(memberId) ?? 0n) + amount;
  const pockets =
    pocket === 0n ? part.pockets.without(memberId) : part.pockets.with(memberId, pocket);
  return { pool: part.pool, pockets, total };
}

/** Slices by their lots, in the order in which those come. */
export function byLot(slices: readonly Slice[]): ReadonlyMap<string, readonly Slice[]> {
  return Map.groupBy(slices, ({ lotId }) => lotId);
}
