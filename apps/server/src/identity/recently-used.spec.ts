import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecentlyUsed } from './recently-used.ts';

describe('what is recently used', () => {
  test('is remembered until it is deleted', () => {
    const recent = new RecentlyUsed<number>(2);
    recent.set('a', 1);
    expect(recent.get('a')).toBe(1);
    recent.delete('a');
    expect(recent.get('a')).toBeUndefined();
  });

  test('is kept when what was not asked for the longest is forgotten', () => {
    const recent = new RecentlyUsed<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    recent.get('a');
    recent.set('c', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
  });

  test('never grows beyond its bound, and always holds the last value set', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.string()), (sizeMax, keys) => {
        const recent = new RecentlyUsed<string>(sizeMax);
        for (const key of keys) {
          recent.set(key, key);
          expect(recent.get(key)).toBe(key);
          expect(recent.size).toBeLessThanOrEqual(sizeMax);
        }
      }),
    );
  });
});
