import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { earliestInstant, instantOf, isInstant } from './instant.ts';
import { nanosBetween, plusNanos, secondsAndNanos } from './instant.ts';

const earliest = 946_684_800n;
const latest = 253_402_300_799n;
const seconds = fc.bigInt({ min: earliest, max: latest });
const nanos = fc.integer({ min: 0, max: 999_999_999 });

describe('an instant', () => {
  test.each([
    '2000-01-01T00:00:00.000000000Z',
    '2024-02-29T23:59:59.999999999Z',
    '2000-02-29T00:00:00.000000000Z',
    '9999-12-31T23:59:59.999999999Z',
  ])('may be %s', (text) => {
    expect(isInstant(text)).toBe(true);
  });

  test.each([
    ['too few digits', '2026-03-01T00:00:00Z'],
    ['milliseconds only', '2026-03-01T00:00:00.000Z'],
    ['an offset', '2026-03-01T00:00:00.000000000+01:00'],
    ['a day that is not there', '2025-02-29T00:00:00.000000000Z'],
    ['a century without leap day', '2100-02-29T00:00:00.000000000Z'],
    ['the 31st of April', '2026-04-31T00:00:00.000000000Z'],
    ['day 0', '2026-04-00T00:00:00.000000000Z'],
    ['month 13', '2026-13-01T00:00:00.000000000Z'],
    ['hour 24', '2026-03-01T24:00:00.000000000Z'],
    ['a leap second', '2016-12-31T23:59:60.000000000Z'],
    ['lower case', '2026-03-01t00:00:00.000000000z'],
    ['a year before 2000', '1999-12-31T23:59:59.999999999Z'],
    ['a year after 9999', '+010000-01-01T00:00:00.000000000Z'],
    ['a line end', '2026-03-01T00:00:00.000000000Z\n'],
    ['nothing', ''],
  ])('may not be given with %s', (_, text) => {
    expect(isInstant(text)).toBe(false);
  });

  test.each([
    [earliest - 1n, 0],
    [latest + 1n, 0],
    [earliest, -1],
    [earliest, 1_000_000_000],
    [earliest, 0.5],
  ])('cannot be made of %s s and %s ns', (second, nano) => {
    expect(() => instantOf(second, nano)).toThrow(RangeError);
  });

  test('is the earliest at the start of the year 2000', () => {
    expect(instantOf(earliest, 0)).toBe(earliestInstant);
  });

  test('comes back from its seconds and nanoseconds', () => {
    fc.assert(
      fc.property(seconds, nanos, (second, nano) => {
        const instant = instantOf(second, nano);
        expect(isInstant(instant)).toBe(true);
        expect(secondsAndNanos(instant)).toEqual({ seconds: second, nanos: nano });
      }),
    );
  });

  test('is written as Temporal writes it', () => {
    fc.assert(
      fc.property(seconds, nanos, (second, nano) => {
        const expected = new Temporal.Instant(second * 1_000_000_000n + BigInt(nano));
        expect(instantOf(second, nano)).toBe(expected.toString({ fractionalSecondDigits: 9 }));
      }),
    );
  });

  test('is before another as text exactly when it is in time', () => {
    fc.assert(
      fc.property(seconds, nanos, seconds, nanos, (second, nano, otherSecond, otherNano) => {
        const instant = instantOf(second, nano);
        const other = instantOf(otherSecond, otherNano);
        expect(instant < other).toBe(nanosBetween(instant, other) > 0n);
      }),
    );
  });

  test('is reached from another by the nanoseconds between them', () => {
    fc.assert(
      fc.property(seconds, nanos, seconds, nanos, (second, nano, otherSecond, otherNano) => {
        const instant = instantOf(second, nano);
        const other = instantOf(otherSecond, otherNano);
        expect(plusNanos(instant, nanosBetween(instant, other))).toBe(other);
      }),
    );
  });
});
