import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isDuration, isExactDuration, parseDuration, plus } from './duration.ts';
import { instantOf, nanosBetween } from './instant.ts';

const march = instantOf(1_772_323_200n, 5); // 2026-03-01

describe('a duration', () => {
  test.each(['P1Y', 'P12M', 'P4W', 'P7D', 'PT72H', 'P35D', 'P1Y2M3W4DT5H6M7S', 'PT0.000000001S'])(
    'may be %s',
    (text) => {
      expect(isDuration(text)).toBe(true);
      expect(parseDuration(text).sign).toBe(1);
    },
  );

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    'T1H',
    '1D',
    'p1d',
    '-P1D',
    '+P1D',
    'P-1D',
    'P1.5D',
    'PT1,5S',
    'P0D',
    'PT0S',
    'PT0.000000000S',
    'P1H',
    'P1D2M',
    ' P1D',
    'P1D\n',
    'P101Y',
    'P9999999D',
    'PT999999999H',
    'P999999999Y',
    'P9999999999Y',
  ])('may not be "%s"', (text) => {
    expect(isDuration(text)).toBe(false);
    expect(() => parseDuration(text)).toThrow(RangeError);
  });

  test('may be a hundred years and no longer', () => {
    expect(isDuration('P100Y')).toBe(true);
    expect(isDuration('P100Y1D')).toBe(false);
  });

  test.each(['PT72H', 'P35D', 'P4W', 'P1DT1S'])('is exact as %s', (text) => {
    expect(isExactDuration(text)).toBe(true);
  });

  test.each(['P1M', 'P1Y', 'P1YT1H', 'P0D', 'hour'])('is not exact as %s', (text) => {
    expect(isExactDuration(text)).toBe(false);
    expect(() => plus(march, text)).toThrow(RangeError);
  });

  test('is read as Temporal reads it', () => {
    const count = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(count, count, count, count, (days, hours, minutes, seconds) => {
        fc.pre(days + hours + minutes + seconds > 0);
        const text = `P${days}DT${hours}H${minutes}M${seconds}.25S`;
        const expected = Temporal.Duration.from({
          days,
          hours,
          minutes,
          seconds,
          milliseconds: 250,
        });
        expect(nanosBetween(march, plus(march, text))).toBe(
          BigInt(expected.total({ unit: 'milliseconds' })) * 1_000_000n,
        );
      }),
    );
  });
});

describe('adding an exact duration', () => {
  test('counts 24 hours a day and keeps the nanoseconds', () => {
    expect(plus(march, 'P35D')).toBe('2026-04-05T00:00:00.000000005Z');
    expect(plus(march, 'PT72H')).toBe('2026-03-04T00:00:00.000000005Z');
    expect(plus(march, 'P1W')).toBe(plus(march, 'PT168H'));
  });

  test('carries nanoseconds into seconds', () => {
    expect(plus(march, 'PT0.999999999S')).toBe('2026-03-01T00:00:01.000000004Z');
  });

  test('does not leave the year 9999', () => {
    expect(() => plus(instantOf(253_402_300_799n, 0), 'PT1S')).toThrow(RangeError);
  });
});
