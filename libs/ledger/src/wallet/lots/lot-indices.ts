import { SortedIndex, SortedMap } from '#eventsourcing';
import type { Credits } from '../../credits.ts';
import { BURN_ORDERS, byEnd, byRank, byStart, type Ranked } from './burn-order.ts';
import { isEmpty, type Lot } from './lot.ts';
import type { Policies } from '../opening/policies.ts';

export type Index = SortedIndex<Ranked>;

/** The same lots in each burn order: policy says which one counts. */
export type BurnOrders = Readonly<Record<Policies['burnOrder'], Index>>;

export const NO_ORDERS: BurnOrders = {
  RANK_FIRST: SortedIndex.by(BURN_ORDERS.RANK_FIRST),
  EXPIRY_FIRST: SortedIndex.by(BURN_ORDERS.EXPIRY_FIRST),
};

/** Sums over all lots. */
export interface LotSums {
  /** Free in active lots, pockets included (I2). */
  readonly free: Credits;
  /** Free in the pool of active lots that pay for anything. */
  readonly pool: Credits;
  readonly held: Credits;
}

export interface Indices {
  readonly byId: SortedMap<Lot>;
  readonly all: Index;
  /** Active lots with something free in the pool: those that pay for anything, and those for an action. */
  readonly pool: BurnOrders;
  readonly restricted: SortedMap<BurnOrders>;
  /** By member: the lots that the pocket has something of. */
  readonly pockets: SortedMap<BurnOrders>;
  readonly toBegin: Index;
  readonly toEnd: Index;
  readonly lapsed: Index;
  readonly finished: Index;
  readonly sums: LotSums;
}

/** Indices in the making. */
export type Draft = { -readonly [Name in keyof Indices]: Indices[Name] };

const MEMBERSHIPS: readonly (readonly [
  name: 'all' | 'toBegin' | 'toEnd' | 'lapsed' | 'finished',
  includes: (lot: Lot) => boolean,
])[] = [
  ['all', () => true],
  ['toBegin', ({ active, isVoided, free }) => !active && !isVoided && free.total > 0n],
  ['toEnd', ({ active, expiresAt, free }) => active && expiresAt !== null && free.total > 0n],
  ['lapsed', ({ expired }) => expired.total > 0n],
  ['finished', (lot) => isEmpty(lot) && lot.expired.total === 0n],
];

const paysFromPool = ({ active, free }: Lot): boolean => active && free.pool > 0n;

export const NO_INDICES: Indices = {
  byId: SortedMap.empty(),
  all: SortedIndex.by(byRank),
  pool: NO_ORDERS,
  restricted: SortedMap.empty(),
  pockets: SortedMap.empty(),
  toBegin: SortedIndex.by(byStart),
  toEnd: SortedIndex.by(byEnd),
  lapsed: SortedIndex.by(byEnd),
  finished: SortedIndex.by(byRank),
  sums: { free: 0n, pool: 0n, held: 0n },
};

/**
 * Puts a lot in the place of what it was before, in every index; with `undefined` it is new, or
 * gone. Of the pockets only those of `members` can have changed.
 */
export function replace(
  draft: Draft,
  { before, after }: { readonly before: Lot | undefined; readonly after: Lot | undefined },
  members: Iterable<string | undefined>,
): void {
  const lot = after ?? before;
  if (lot === undefined) return;
  draft.byId =
    after === undefined ? draft.byId.without(lot.lotId) : draft.byId.with(lot.lotId, after);
  const changes = (includes: (lot: Lot) => boolean): Change | null => {
    const is = after !== undefined && includes(after);
    if (is === (before !== undefined && includes(before))) return null;
    return { ranked: rankedOf(lot), isAdded: is };
  };
  for (const [name, includes] of MEMBERSHIPS) {
    const change = changes(includes);
    if (change !== null) draft[name] = changed(draft[name], change);
  }
  const inPool = changes(paysFromPool);
  if (inPool !== null) changePool(draft, lot, inPool);
  for (const memberId of members) {
    if (memberId === undefined) continue;
    const change = changes(({ free }) => free.pockets.has(memberId));
    if (change !== null) draft.pockets = changedUnder(draft.pockets, memberId, change);
  }
  draft.sums = sumsAfter(draft.sums, before, after);
}

interface Change {
  readonly ranked: Ranked;
  readonly isAdded: boolean;
}

// An index that had a whole lot would keep all that it once had in memory.
const rankedOf = ({
  lotId,
  sequence,
  rank,
  cost,
  costBasis,
  effectiveAt,
  expiresAt,
}: Lot): Ranked => ({ lotId, sequence, rank, cost, costBasis, effectiveAt, expiresAt });

const changed = (index: Index, { ranked, isAdded }: Change): Index =>
  isAdded ? index.with(ranked) : index.without(ranked);

const inEachOrder = ({ RANK_FIRST, EXPIRY_FIRST }: BurnOrders, change: Change): BurnOrders => ({
  RANK_FIRST: changed(RANK_FIRST, change),
  EXPIRY_FIRST: changed(EXPIRY_FIRST, change),
});

function changePool(draft: Draft, { restrictedTo }: Lot, change: Change): void {
  if (restrictedTo.length === 0) draft.pool = inEachOrder(draft.pool, change);
  for (const action of restrictedTo)
    draft.restricted = changedUnder(draft.restricted, action, change);
}

function changedUnder(
  orders: SortedMap<BurnOrders>,
  key: string,
  change: Change,
): SortedMap<BurnOrders> {
  const after = inEachOrder(orders.get(key) ?? NO_ORDERS, change);
  return after.RANK_FIRST.size === 0 ? orders.without(key) : orders.with(key, after);
}

function sumsAfter(sums: LotSums, before: Lot | undefined, after: Lot | undefined): LotSums {
  return {
    free: sums.free + freeOf(after) - freeOf(before),
    pool: sums.pool + poolOf(after) - poolOf(before),
    held: sums.held + (after?.held ?? 0n) - (before?.held ?? 0n),
  };
}

const freeOf = (lot: Lot | undefined): Credits => (lot?.active === true ? lot.free.total : 0n);

const poolOf = (lot: Lot | undefined): Credits =>
  lot?.active === true && lot.restrictedTo.length === 0 ? lot.free.pool : 0n;
