import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { atOnce, type Instant } from '#eventsourcing';
import { byRank, bySoonestExpiry } from './burn-order.ts';
import { NO_CREDIT, type Lot } from './lot.ts';
import { isValidAt, owned, plusOwned } from './lots.ts';
import { SortedLots } from './sorted-lots.ts';
import type { Slice } from '../terms.ts';

const day = (days: number): Instant =>
  `2026-01-${String(days).padStart(2, '0')}T00:00:00.000000000Z` as Instant;

const OWNERS = [null, 'ann', 'bob'] as const;
const ACTIONS = [null, 'draw', 'write'] as const;

const parts = fc.record({
  id: fc.nat({ max: 8 }),
  rank: fc.nat({ max: 2 }),
  active: fc.boolean(),
  isVoided: fc.boolean(),
  ends: fc.option(fc.integer({ min: 6, max: 9 })),
  starts: fc.integer({ min: 1, max: 9 }),
  restrictedTo: fc.constantFrom([], [], ['draw'], ['draw', 'write']),
  free: fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }),
  expired: fc.nat({ max: 1 }),
  held: fc.nat({ max: 1 }),
});

// What a lot's order is made of never changes, so that it follows from its id.
const lotOf = ({ id, free, expired, held, active, isVoided, ...terms }: Parts): Lot => ({
  lotId: `lot${id}`,
  sequence: id,
  kind: 'PURCHASED',
  rank: terms.rank,
  cost: id % 2 === 0 ? null : { currency: 'EUR', minorUnits: String(id) },
  costBasis: 100n,
  effectiveAt: day(terms.starts),
  expiresAt: terms.ends === null ? null : day(terms.ends),
  restrictedTo: terms.restrictedTo,
  source: { type: 'grant', id: '' },
  salesReference: null,
  payment: null,
  bonusOfLotId: null,
  active,
  isVoided,
  splits: 0,
  granted: 0n,
  free: OWNERS.reduce(
    (sum, memberId, index) => plusOwned(sum, memberId ?? undefined, BigInt(free[index] ?? 0)),
    NO_CREDIT,
  ),
  expired: plusOwned(NO_CREDIT, undefined, BigInt(expired)),
  held: BigInt(held),
  frozen: 0n,
  used: 0n,
  voided: 0n,
  touched: 0,
});

type Parts = Parameters<Parameters<typeof parts.map>[0]>[0];

type Change = (lots: SortedLots) => SortedLots;

const anySlice = (lots: SortedLots, seed: number): readonly Slice[] =>
  [...lots].slice(seed % 3).flatMap(({ lotId, free }) => {
    const memberId = OWNERS[seed % 3] ?? undefined;
    const amount = owned(free, memberId);
    if (amount === 0n) return [];
    return [{ lotId, amount, ...(memberId === undefined ? {} : { memberId }) }];
  });

const changes: fc.Arbitrary<Change> = fc.oneof(
  parts.map((of): Change => (lots) => {
    const lot = lotOf(of);
    const before = lots.get(lot.lotId);
    if (before === undefined) return lots.with(lot);
    const { active, isVoided, free, expired, held } = lot;
    return lots.with({ ...before, active, isVoided, free, expired, held });
  }),
  fc.nat().map(
    (seed): Change =>
      (lots) =>
        lots.without([...lots].slice(0, seed % 2)),
  ),
  fc.nat().map(
    (seed): Change =>
      (lots) =>
        atOnce(lots.moved(anySlice(lots, seed), ['free', seed % 2 === 0 ? 'expired' : 'held'], 1)),
  ),
  fc.nat().map(
    (seed): Change =>
      (lots) =>
        atOnce(lots.handedOver(anySlice(lots, seed), OWNERS[(seed >> 2) % 3] ?? undefined, 1)),
  ),
);

const made = fc
  .array(changes, { maxLength: 60 })
  .map((all) => all.reduce((lots, change) => change(lots), SortedLots.none));

const ids = (lots: Iterable<Lot>): readonly string[] => [...lots].map(({ lotId }) => lotId);

describe('SortedLots', () => {
  test('D1: whatever happened, an owner’s lots are those of a whole look, in burn order', () => {
    fc.assert(
      fc.property(made, (lots) => {
        const all = [...lots];
        expect(all).toEqual(all.toSorted(byRank));
        for (const memberId of OWNERS)
          for (const action of ACTIONS)
            for (const [order, compare] of [
              ['RANK_FIRST', byRank],
              ['EXPIRY_FIRST', bySoonestExpiry],
            ] as const) {
              const wanted = all.filter(
                ({ active, free, restrictedTo }) =>
                  owned(free, memberId) > 0n &&
                  (memberId !== null ||
                    (active &&
                      (restrictedTo.length === 0 ||
                        (action !== null && restrictedTo.includes(action))))),
              );
              expect(ids(lots.ofOwner(memberId, { action, order }))).toEqual(
                ids(wanted.toSorted(compare)),
              );
            }
      }),
    );
  });

  test('what is sorted and counted on the way is what sorting and counting anew would give', () => {
    fc.assert(
      fc.property(made, (lots) => {
        expect(lots.indexed()).toEqual(SortedLots.of([...lots].toReversed()).indexed());
        expect(JSON.parse(JSON.stringify(lots, asText))).toEqual(
          JSON.parse(JSON.stringify([...lots], asText)),
        );
      }),
    );
  });

  test('D4: what is due is found by its instant, the older first', () => {
    fc.assert(
      fc.property(made, fc.integer({ min: 1, max: 9 }), (lots, days) => {
        const at = day(days);
        const all = [...lots].toSorted((a, b) => a.sequence - b.sequence);
        const begins = all.filter(
          ({ active, isVoided, free }) => !active && !isVoided && free.total > 0n,
        );
        const sortedBy = (of: (lot: Lot) => Instant | null) => (a: Lot, b: Lot) =>
          (of(a) ?? '~') === (of(b) ?? '~') ? 0 : (of(a) ?? '~') < (of(b) ?? '~') ? -1 : 1;
        const start = sortedBy(({ effectiveAt }) => effectiveAt);
        const end = sortedBy(({ expiresAt }) => expiresAt);
        expect(ids(lots.toBegin())).toEqual(ids(begins.toSorted(start)));
        expect(lots.firstToBegin()).toBe([...lots.toBegin()][0]);
        expect(ids(lots.toBegin(at))).toEqual(
          ids(begins.filter(({ effectiveAt }) => effectiveAt > at).toSorted(start)),
        );
        const ends = all.filter(
          ({ active, free, expiresAt }) => active && expiresAt !== null && free.total > 0n,
        );
        expect(ids(lots.toEnd())).toEqual(ids(ends.toSorted(end)));
        expect(lots.firstToEnd()).toBe([...lots.toEnd()][0]);
        const after = ({ expiresAt }: Lot) => expiresAt === null || expiresAt > at;
        expect(ids(lots.toEnd(at))).toEqual(ids(ends.filter(after).toSorted(end)));
        const lapsed = all.filter(({ expired }) => expired.total > 0n);
        expect(ids(lots.lapsed(at))).toEqual(ids(lapsed.filter(after).toSorted(end)));
        expect(lapsed.filter((lot) => isValidAt(lot, at) && !after(lot))).toEqual([]);
      }),
    );
  });
});

const asText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
