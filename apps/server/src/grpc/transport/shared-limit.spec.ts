import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LimitReached } from './limit-reached.ts';
import { Places, sharedLimits } from './places.ts';
import { atOnceDefaults } from './limits.ts';
import { type Claimant, SharedLimit } from './shared-limit.ts';

const ann = { tenant: 'acme', caller: 'acme ann' };
const bob = { tenant: 'acme', caller: 'acme bob' };
const eve = { tenant: 'other', caller: 'other eve' };

/** How many more a caller gets, and why it gets no more. */
function takeAll(limit: SharedLimit, claimant: Claimant): [number, Partial<LimitReached>] {
  for (let count = 0; ; count += 1)
    try {
      limit.take(claimant);
    } catch (error) {
      const { scope, max } = error as LimitReached;
      return [count, { scope, max }];
    }
}

const does = {
  TAKE: (places: Places, count: number) => places.take('records', count),
  TAKE_ALL: (places: Places) => places.takeAll(['calls', 'streams']),
  GIVE_BACK: (places: Places, count: number) => places.giveBack('records', count),
  LEAVE: (places: Places) => places.leave(),
};

function unlessRefused(act: () => void): void {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(LimitReached);
  }
}

describe('a limit that callers share', () => {
  test('a caller has a tenth of it while others have any', () => {
    const limit = new SharedLimit('calls', 100);
    limit.take(eve);
    expect(takeAll(limit, ann)).toEqual([10, { scope: 'CALLER', max: 10 }]);
  });

  test('a caller that is alone has four tenths, keeps them, and gets no more when others come', () => {
    const limit = new SharedLimit('calls', 100);
    expect(takeAll(limit, ann)).toEqual([40, { scope: 'CALLER', max: 40 }]);
    expect(takeAll(limit, bob)).toEqual([10, { scope: 'CALLER', max: 10 }]);
    limit.giveBack(ann, 1);
    expect(takeAll(limit, ann)).toEqual([0, { scope: 'CALLER', max: 10 }]);
    expect(takeAll(limit, eve)).toEqual([10, { scope: 'CALLER', max: 10 }]);
  });

  test('the callers of a tenant have a half of it together', () => {
    const limit = new SharedLimit('calls', 100);
    const callers = Array.from({ length: 7 }, (_, index) => ({ ...ann, caller: `acme ${index}` }));
    limit.take(eve);
    const got = callers.map((caller) => takeAll(limit, caller));
    expect(got.map(([count]) => count)).toEqual([10, 10, 10, 10, 10, 0, 0]);
    expect(got.at(-1)?.[1]).toEqual({ scope: 'TENANT', max: 50 });
  });

  test('all callers together have no more than there is', () => {
    const limit = new SharedLimit('calls', 100);
    const got = Array.from({ length: 12 }, (_, index) =>
      takeAll(limit, { tenant: `t${index}`, caller: `t${index} ann` }),
    );
    expect(got.reduce((sum, [count]) => sum + count, 0)).toBe(100);
    expect(got.at(-1)).toEqual([0, { scope: 'SERVER', max: 100 }]);
  });

  test('what is asked for is given in whole or not at all', () => {
    const limit = new SharedLimit('records', 100);
    expect(() => limit.take(ann, 41)).toThrow(LimitReached);
    expect(limit.count).toBe(0);
    limit.take(ann, 40);
    expect(limit.count).toBe(40);
  });

  test('however calls begin, end and are refused, nothing of what ended stays taken', () => {
    const step = fc.record({
      call: fc.nat(9),
      who: fc.constantFrom(ann, bob, eve),
      what: fc.constantFrom(
        'TAKE' as const,
        'TAKE_ALL' as const,
        'GIVE_BACK' as const,
        'LEAVE' as const,
      ),
      count: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const limits = sharedLimits({ ...atOnceDefaults, calls: 50, records: 100, streams: 3 });
        const open = new Map<number, Places>();
        for (const { call, who, what, count } of steps) {
          const places = open.get(call) ?? new Places(limits, who);
          open.set(call, places);
          unlessRefused(() => does[what](places, count));
          if (what === 'LEAVE') open.delete(call);
          for (const limit of Object.values(limits)) expect(limit.count).toBeGreaterThanOrEqual(0);
        }
        for (const places of open.values()) places.leave();
        for (const [name, limit] of Object.entries(limits)) {
          expect([name, limit.count]).toEqual([name, 0]);
          expect(takeAll(limit, ann)[0]).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});
