import {
  madeOfEach,
  merged,
  whenDone,
  type Instant,
  type Revision,
  type Stepwise,
} from '#eventsourcing';
import { BURN_ORDERS, type Ranked } from './burn-order.ts';
import {
  NO_INDICES,
  NO_ORDERS,
  replace,
  type BurnOrders,
  type Index,
  type Indices,
  type LotSums,
} from './lot-indices.ts';
import type { Lot } from './lot.ts';
import { movedLot, plusOwned, type Part } from './lots.ts';
import type { Policies } from '../opening/policies.ts';
import type { Slice } from '../terms.ts';

/**
 * The lots of a wallet, immutable, and in every order in which rules ask for them, so that what a
 * command costs depends on the lots it touches. What an index has of a lot never changes; it is put
 * there or taken away where the lot begins or ceases to belong there, here and nowhere else.
 */
export class SortedLots implements Iterable<Lot> {
  static readonly none = new SortedLots(NO_INDICES);

  readonly #indices: Indices;

  private constructor(indices: Indices) {
    this.#indices = indices;
  }

  static of(lots: Iterable<Lot>): SortedLots {
    return SortedLots.none.withAll(lots);
  }

  get size(): number {
    return this.#indices.byId.size;
  }

  get sums(): LotSums {
    return this.#indices.sums;
  }

  get(lotId: string): Lot | undefined {
    return this.#indices.byId.get(lotId);
  }

  /** All lots in burn order by rank (D1). */
  [Symbol.iterator](): Generator<Lot> {
    return this.#lotsOf(this.#indices.all);
  }

  /** Ids as each index has them, and the sums: to be compared with what they would be if made anew. */
  indexed(): unknown {
    const { byId: _, sums, restricted, pockets, pool, ...indices } = this.#indices;
    return {
      sums,
      pool: inOrders(pool),
      restricted: [...restricted].map(([action, orders]) => [action, inOrders(orders)]),
      pockets: [...pockets].map(([memberId, orders]) => [memberId, inOrders(orders)]),
      ...Object.fromEntries(Object.entries(indices).map(([name, index]) => [name, idsOf(index)])),
    };
  }

  /** They are written down as a list; `of` makes the indices again. */
  toJSON(): readonly Lot[] {
    return [...this];
  }

  /**
   * The active lots of which an owner has something free, in burn order: all that pay for anything
   * and, of the pool, those that pay for an action.
   */
  ofOwner(
    memberId: string | null,
    { action, order }: { readonly action: string | null; readonly order: Policies['burnOrder'] },
  ): Generator<Lot> {
    const { pool, pockets, restricted } = this.#indices;
    const unrestricted = memberId === null ? pool : (pockets.get(memberId) ?? NO_ORDERS);
    const own = memberId !== null || action === null ? undefined : restricted.get(action);
    if (own === undefined) return this.#lotsOf(unrestricted[order]);
    return this.#lotsOf(merged(unrestricted[order], own[order], BURN_ORDERS[order]));
  }

  /** All that a member's pocket has, in burn order. */
  pocket(memberId: string, order: Policies['burnOrder']): readonly Slice[] {
    const slices: Slice[] = [];
    for (const { lotId, free } of this.ofOwner(memberId, { action: null, order }))
      slices.push({ lotId, memberId, amount: free.pockets.get(memberId) ?? 0n });
    return slices;
  }

  /** Whose pockets have anything, in byte order. */
  pocketOwners(): Generator<string> {
    return this.#indices.pockets.keys();
  }

  /** Lots that have yet to make their row, the first to begin first; after an instant. */
  toBegin(after?: Instant): Generator<Lot> {
    const isTooEarly = ({ effectiveAt }: Ranked): boolean =>
      after !== undefined && effectiveAt <= after;
    return this.#lotsOf(this.#indices.toBegin.from(isTooEarly));
  }

  /** Active lots that have something free and an end, the first to end first; after an instant. */
  toEnd(after?: Instant): Generator<Lot> {
    return this.#lotsOf(this.#indices.toEnd.from(endsBy(after)));
  }

  /** Lots of which something expired, by their ends; after an instant. */
  lapsed(after?: Instant): Generator<Lot> {
    return this.#lotsOf(this.#indices.lapsed.from(endsBy(after)));
  }

  /** Lots that nothing is left of, and nothing expired of. */
  finished(): Generator<Lot> {
    return this.#lotsOf(this.#indices.finished);
  }

  firstToBegin(): Lot | undefined {
    return this.#first(this.#indices.toBegin);
  }

  firstToEnd(): Lot | undefined {
    return this.#first(this.#indices.toEnd);
  }

  with(lot: Lot): SortedLots {
    const draft = { ...this.#indices };
    const before = this.get(lot.lotId);
    const isSame = before?.free.pockets === lot.free.pockets;
    const members = isSame ? [] : [...ownersOf(before), ...ownersOf(lot)];
    replace(draft, { before, after: lot }, members);
    return new SortedLots(draft);
  }

  /** With lots that are not there yet. */
  withAll(lots: Iterable<Lot>): SortedLots {
    const draft = { ...this.#indices };
    for (const lot of lots) replace(draft, { before: undefined, after: lot }, ownersOf(lot));
    return new SortedLots(draft);
  }

  without(lots: Iterable<Lot>): SortedLots {
    const draft = { ...this.#indices };
    for (const lot of lots) replace(draft, { before: lot, after: undefined }, ownersOf(lot));
    return new SortedLots(draft);
  }

  /** Moves slices from one part to another. The sum of each lot's parts stays. */
  moved(
    slices: readonly Slice[],
    parts: readonly [Part, Part],
    touched: Revision,
  ): Stepwise<SortedLots> {
    return this.#changed(slices, (lot, slice) => movedLot(lot, slice, parts, touched));
  }

  /** Hands free slices over: a slice says where it is taken from; the pool gets them where no member is said. */
  handedOver(
    slices: readonly Slice[],
    to: string | undefined,
    touched: Revision,
  ): Stepwise<SortedLots> {
    return this.#changed(
      slices,
      (lot, { memberId, amount }) => ({
        ...lot,
        free: plusOwned(plusOwned(lot.free, memberId, -amount), to, amount),
        touched,
      }),
      to,
    );
  }

  #changed(
    slices: readonly Slice[],
    change: (lot: Lot, slice: Slice) => Lot,
    to?: string,
  ): Stepwise<SortedLots> {
    if (slices.length === 0) return this;
    const draft = { ...this.#indices };
    const changes = madeOfEach(slices, (slice) => {
      const before = draft.byId.get(slice.lotId);
      if (before === undefined) throw new Error(`no lot ${slice.lotId}`);
      replace(draft, { before, after: change(before, slice) }, [slice.memberId, to]);
    });
    return whenDone(changes, () => new SortedLots(draft));
  }

  #first(index: Index): Lot | undefined {
    const ranked = index.first();
    return ranked && this.get(ranked.lotId);
  }

  *#lotsOf(ranked: Iterable<Ranked>): Generator<Lot> {
    for (const { lotId } of ranked) yield this.get(lotId) as Lot;
  }
}

const endsBy = (instant: Instant | undefined) =>
  instant === undefined
    ? undefined
    : ({ expiresAt }: Ranked): boolean => expiresAt !== null && expiresAt <= instant;

const ownersOf = (lot: Lot | undefined): Iterable<string> => lot?.free.pockets.keys() ?? [];

const idsOf = (index: Index): readonly string[] => [...index].map(({ lotId }) => lotId);

const inOrders = (orders: BurnOrders): readonly (readonly string[])[] =>
  [orders.RANK_FIRST, orders.EXPIRY_FIRST].map(idsOf);
