import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VersionedMap } from './versioned-map.ts';

/** Of which earlier version the next one is made, and what is put there. */
const changes = fc.array(
  fc.tuple(fc.nat(), fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), fc.integer()),
  { maxLength: 60 },
);

describe('VersionedMap', () => {
  test('every version stays what it was, in whatever order versions are made and read', () => {
    fc.assert(
      fc.property(changes, fc.array(fc.nat(), { maxLength: 20 }), (changes, looks) => {
        const versions = [{ map: VersionedMap.of<number>(), model: new Map<string, number>() }];
        for (const [which, key, value] of changes) {
          const { map, model } = versions[which % versions.length] as (typeof versions)[number];
          versions.push({ map: map.with(key, value), model: new Map(model).set(key, value) });
        }
        for (const which of [...looks, ...versions.keys()]) {
          const { map, model } = versions[which % versions.length] as (typeof versions)[number];
          for (const key of ['a', 'b', 'c', 'd', '__proto__', 'never'])
            expect([map.get(key), map.has(key)]).toEqual([model.get(key), model.has(key)]);
          if (which % 2 === 0) continue;
          expect(map.size).toBe(model.size);
          const entries = [...model].toSorted(([a], [b]) => (a < b ? -1 : 1));
          expect(map.entries()).toEqual(entries);
          const positive = entries.filter(([, value]) => value > 0);
          expect(map.where((value) => value > 0).entries()).toEqual(positive);
        }
      }),
    );
  });

  test('is made of entries', () => {
    const map = VersionedMap.of([
      ['b', 2],
      ['a', 1],
    ]);
    expect(map.entries()).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });
});
