import type { Lot } from './lot.ts';
import type { Policies } from '../opening/policies.ts';

/** What the order of lots is made of. None of it changes as long as a lot exists. */
export type Ranked = Pick<
  Lot,
  'lotId' | 'sequence' | 'rank' | 'cost' | 'costBasis' | 'effectiveAt' | 'expiresAt'
>;

export type Order = (a: Ranked, b: Ranked) => number;

// Stands for "never": later than every instant.
const NEVER = 'never';

const byExpiry: Order = (a, b) => compare(a.expiresAt ?? NEVER, b.expiresAt ?? NEVER);

// Unit costs are exact ratios, compared by cross-multiplication; an unknown cost counts as nothing.
const byUnitCost: Order = (a, b) => compare(costOf(a) * b.costBasis, costOf(b) * a.costBasis);

const costOf = ({ cost }: Ranked): bigint => (cost === null ? 0n : BigInt(cost.minorUnits));

const byRest: Order = (a, b) =>
  byUnitCost(a, b) || compare(a.effectiveAt, b.effectiveAt) || a.sequence - b.sequence;

/** D1: rank, then the earlier end, the lower unit cost, the earlier start, the order of making. */
export const byRank: Order = (a, b) => a.rank - b.rank || byExpiry(a, b) || byRest(a, b);

/** D1 with the end before the rank. */
export const bySoonestExpiry: Order = (a, b) => byExpiry(a, b) || a.rank - b.rank || byRest(a, b);

/** What policy can ask for. */
export const BURN_ORDERS: Readonly<Record<Policies['burnOrder'], Order>> = {
  RANK_FIRST: byRank,
  EXPIRY_FIRST: bySoonestExpiry,
};

/** The order in which lots end; of those that end together the older comes first. */
export const byEnd: Order = (a, b) => byExpiry(a, b) || a.sequence - b.sequence;

/** The order in which lots begin; of those that begin together the older comes first. */
export const byStart: Order = (a, b) =>
  compare(a.effectiveAt, b.effectiveAt) || a.sequence - b.sequence;

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
