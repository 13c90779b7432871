import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SortedIndex } from './sorted-index.ts';

interface Item {
  readonly rank: number;
  readonly id: number;
}

const byRank = (a: Item, b: Item): number => b.rank - a.rank || a.id - b.id;

/** A change to an index: an item, and whether it is put there or taken away. */
const changes = fc.array(
  fc.tuple(fc.record({ rank: fc.nat({ max: 5 }), id: fc.nat({ max: 20 }) }), fc.boolean()),
  { maxLength: 200 },
);

const same = (a: Item, b: Item): boolean => byRank(a, b) === 0;

describe('SortedIndex', () => {
  test('has what was put there, once, in its order, and begins wherever it is asked to', () => {
    fc.assert(
      fc.property(changes, fc.nat({ max: 6 }), (changes, rank) => {
        let index = SortedIndex.by(byRank);
        let model: readonly Item[] = [];
        for (const [item, isPut] of changes) {
          index = isPut ? index.with(item) : index.without(item);
          model = model.filter((each) => !same(each, item));
          if (isPut) model = [...model, item];
        }
        const items = model.toSorted(byRank);
        expect([...index]).toEqual(items);
        expect([index.size, index.first()]).toEqual([items.length, items[0]]);
        const wanted = items.filter((item) => item.rank <= rank);
        expect([...index.from((item) => item.rank > rank)]).toEqual(wanted);
      }),
    );
  });

  test('stays as it was when another is made of it', () => {
    fc.assert(
      fc.property(changes, (changes) => {
        let index = SortedIndex.by(byRank);
        for (const [item] of changes) index = index.with(item);
        const before = [...index];
        for (const [item] of changes) index.without(item);
        index.with({ rank: 9, id: 0 });
        expect([...index]).toEqual(before);
        expect(index.without({ rank: 9, id: 0 })).toBe(index);
      }),
    );
  });
});
