import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SortedMap } from './sorted-map.ts';

/** A change to a map: a value for a key, or its removal. */
const changes = fc.array(
  fc.tuple(
    fc.oneof(fc.string({ maxLength: 2 }), fc.string({ unit: 'binary', maxLength: 2 })),
    fc.option(fc.integer(), { freq: 2 }),
  ),
  { maxLength: 200 },
);

describe('SortedMap', () => {
  test('is a map in the order of its keys, whatever is put and taken', () => {
    fc.assert(
      fc.property(changes, (changes) => {
        let map = SortedMap.empty<number>();
        const model = new Map<string, number>();
        for (const [key, value] of changes) {
          map = value === null ? map.without(key) : map.with(key, value);
          if (value === null) model.delete(key);
          else model.set(key, value);
        }
        const entries = [...model].toSorted(([a], [b]) => (a < b ? -1 : 1));
        expect([...map]).toEqual(entries);
        expect([...map.keys()]).toEqual(entries.map(([key]) => key));
        expect([...map.values()]).toEqual(entries.map(([, value]) => value));
        expect([map.size, map.first()]).toEqual([entries.length, entries[0]]);
        expect([...SortedMap.of(entries.toReversed())]).toEqual(entries);
        for (const [key] of changes)
          expect([map.get(key), map.has(key)]).toEqual([model.get(key), model.has(key)]);
      }),
    );
  });

  test('stays as it was when another is made of it', () => {
    fc.assert(
      fc.property(changes, fc.string(), (changes, key) => {
        const map = SortedMap.of(changes.map(([key], index) => [key, index] as const));
        const before = [...map];
        map.with(key, -1);
        map.without(key);
        for (const [key] of changes) map.without(key);
        expect([...map]).toEqual(before);
        expect(map.without('a key that it never had').size).toBe(map.size);
      }),
    );
  });

  test('is never deeper than 1.45 log2 of its size, whatever is put and taken', () => {
    fc.assert(
      fc.property(changes, (changes) => {
        let map = SortedMap.empty<number>();
        for (const [key, value] of changes) {
          map = value === null ? map.without(key) : map.with(key, value);
          expect(map.height).toBeLessThanOrEqual(1.45 * Math.log2(map.size + 2));
        }
      }),
    );
  });

  test('is not deeper for keys that come and go in order, as revisions and deadlines do', () => {
    let map = SortedMap.empty<number>();
    const keyOf = (index: number): string => String(index).padStart(8, '0');
    for (let index = 0; index < 20_000; index += 1) map = map.with(keyOf(index), index);
    expect(map.height).toBeLessThanOrEqual(1.45 * Math.log2(map.size + 2));
    for (let index = 0; index < 19_000; index += 1) map = map.without(keyOf(index));
    expect(map.height).toBeLessThanOrEqual(1.45 * Math.log2(map.size + 2));
    expect(map.first()).toEqual([keyOf(19_000), 19_000]);
  });
});
