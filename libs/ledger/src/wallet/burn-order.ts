import type { Policies } from './policies.ts';
import type { Lot } from './state.ts';

type Order = (a: Lot, b: Lot) => number;

// Stands for "never": later than every instant.
const NEVER = 'never';

const byExpiry: Order = (a, b) => compare(a.expiresAt ?? NEVER, b.expiresAt ?? NEVER);

// Unit costs are exact ratios, compared by cross-multiplication; an unknown cost counts as nothing.
const byUnitCost: Order = (a, b) => compare(costOf(a) * b.costBasis, costOf(b) * a.costBasis);

const costOf = ({ cost }: Lot): bigint => (cost === null ? 0n : BigInt(cost.minorUnits));

const byRest: Order = (a, b) =>
  byUnitCost(a, b) || compare(a.effectiveAt, b.effectiveAt) || a.sequence - b.sequence;

/** D1: rank, then the earlier end, the lower unit cost, the earlier start, the order of making. */
export const byRank: Order = (a, b) => a.rank - b.rank || byExpiry(a, b) || byRest(a, b);

/** D1 with the end before the rank. */
export const bySoonestExpiry: Order = (a, b) => byExpiry(a, b) || a.rank - b.rank || byRest(a, b);

/** Lots, which the state keeps by rank, in the order that policy asks for. */
export function inBurnOrder(
  lots: readonly Lot[],
  { burnOrder }: Pick<Policies, 'burnOrder'>,
): readonly Lot[] {
  return burnOrder === 'RANK_FIRST' ? lots : lots.toSorted(bySoonestExpiry);
}

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
