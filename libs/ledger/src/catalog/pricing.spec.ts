import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { priceOf, requireQuantity } from './pricing.ts';
import type { Rate } from './rate-card.ts';

const llm: Rate = { fixed: '0', unitPrice: { tokens: '0.001' } };
const photo: Rate = {
  fixed: '1',
  factors: { quality: { draft: '0.5', final: '1' } },
  // oxlint-disable-next-line unicorn/no-thenable
  require: [{ when: { logo: ['new'] }, then: { background: ['new', 'existing'] } }],
};

describe('the price of usage (D27)', () => {
  test('rounds up once, after quantities and factors', () => {
    const usage = { quantities: { tokens: '1' }, settings: {} };
    expect(priceOf(llm, usage, 2)).toBe(1n);
    expect(priceOf(llm, { ...usage, quantities: { tokens: '1001' } }, 2)).toBe(101n);
    const halves: Rate = { unitPrice: { tokens: '0.001' }, factors: { half: { yes: '0.5' } } };
    const two = { quantities: { tokens: '20' }, settings: { half: 'yes' } };
    expect(priceOf(halves, two, 2)).toBe(1n);
  });

  test('is the smallest amount of the scale that is not below the exact price', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 6 }),
        (tokens, millionths, scale) => {
          const unitPrice = (millionths / 1e6).toFixed(6);
          const usage = { quantities: { tokens: String(tokens) }, settings: {} };
          const price = priceOf({ unitPrice: { tokens: unitPrice } }, usage, scale) ?? 0n;
          const exact = BigInt(tokens) * BigInt(millionths) * 10n ** BigInt(scale);
          expect(price * 1_000_000n >= exact && (price - 1n) * 1_000_000n < exact).toBe(true);
        },
      ),
    );
  });

  test('is none where the rate is free, and zero where it comes to nothing', () => {
    expect(priceOf({ free: true }, { quantities: { any: '3' }, settings: {} }, 2)).toBeNull();
    expect(priceOf(llm, { quantities: { tokens: '0' }, settings: {} }, 2)).toBe(0n);
  });

  test('of units alone needs a quantity, be it zero, unless none is meant', () => {
    const names = ['images', 'videos'];
    const units: Rate = { unitPrice: { images: '2', videos: '15' } };
    const missing = expect.objectContaining({ reason: { code: 'MISSING_QUANTITY', names } });
    for (const rate of [units, { ...units, fixed: '0.00' }])
      expect(() => requireQuantity(rate, {})).toThrow(missing);
    expect(() => requireQuantity(units, { videos: '0' })).not.toThrow();
    for (const rate of [{ ...units, fixed: '1' }, { ...units, allowNone: true }, { free: true }])
      expect(() => requireQuantity(rate, {})).not.toThrow();
  });

  test.each([
    ['UNKNOWN_QUANTITY', { quantities: { constructor: '1' }, settings: {} }],
    ['UNKNOWN_SETTING', { quantities: {}, settings: { quality: 'best' } }],
    ['UNKNOWN_SETTING', { quantities: {}, settings: { ['__proto__']: 'x', toString: 'y' } }],
    ['RATE_REQUIREMENT', { quantities: {}, settings: { logo: 'new' } }],
  ])('refuses %s', (code, usage) => {
    expect(() => priceOf(photo, usage, 2)).toThrow(
      expect.objectContaining({ reason: expect.objectContaining({ code }) }),
    );
  });
});
