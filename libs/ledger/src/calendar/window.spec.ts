import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '#eventsourcing';
import { earliestInstant, nanosBetween, plusNanos } from './instant.ts';
import { periodAt } from './period.ts';
import { localMonth, windowOf } from './window.ts';

const written = (instant: Temporal.Instant): Instant =>
  instant.toString({ fractionalSecondDigits: 9 }) as Instant;
const at = (text: string): Instant => written(Temporal.Instant.from(text));

const hour = 3_600_000_000_000n;
const zones = [
  'Europe/Berlin',
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Casey',
  'UTC',
];
const kind = fc.constantFrom('DAY', 'WEEK', 'MONTH');
const zone = fc.constantFrom(...zones);
const anyInstant = fc
  .bigInt({ min: 955_000_000n, max: 4_000_000_000n }) // April 2000 to 2096
  .map((second) => new Temporal.Instant(second * 1_000_000_000n));

/** Instants of a zone, most of them within two days of its clocks being changed. */
const placed = fc
  .tuple(zone, anyInstant, fc.bigInt({ min: -48n * hour, max: 48n * hour }), fc.nat(4))
  .map(([zone, instant, nanos, choice]) => {
    const change = instant.toZonedDateTimeISO(zone).getTimeZoneTransition('next')?.toInstant();
    const near = change === undefined || choice === 0 ? instant : change;
    return { zone, instant: plusNanos(written(near), nanos) };
  });

const dates = new Map(
  zones.map((zone) => [
    zone,
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }),
  ]),
);
const dateAt = (instant: Instant, zone: string): string =>
  dates.get(zone)?.format(Date.parse(instant)) ?? '';

describe('windows', () => {
  test('hold the instants that they are asked for', () => {
    fc.assert(
      fc.property(kind, placed, (kind, { zone, instant }) => {
        const { start, end } = periodAt(kind, instant, zone);
        expect(start <= instant && instant < end).toBe(true);
      }),
    );
  });

  test('tile time, each beginning where the one before ended, whatever clocks do', () => {
    fc.assert(
      fc.property(kind, placed, (kind, { zone, instant }) => {
        const { start, end } = periodAt(kind, instant, zone);
        expect(periodAt(kind, end, zone).start).toBe(end);
        expect(periodAt(kind, plusNanos(start, -1n), zone).end).toBe(start);
        expect(periodAt(kind, start, zone).end).toBe(end);
        expect(periodAt(kind, plusNanos(end, -1n), zone).start).toBe(start);
      }),
    );
  });

  test('begin at the first instant of a local date', () => {
    fc.assert(
      fc.property(kind, placed, (kind, { zone, instant }) => {
        const { start } = periodAt(kind, instant, zone);
        expect(dateAt(plusNanos(start, -1n), zone) < dateAt(start, zone)).toBe(true);
      }),
    );
  });

  test('are the same remembered as computed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, placed), { maxLength: 40 }), (questions) => {
        for (const [kind, { zone, instant }] of [...questions, ...questions]) {
          const { start, end } = periodAt(kind, instant, zone);
          expect(windowOf(kind, instant, zone)).toEqual({ start, end });
          const month = periodAt('MONTH', instant, zone).firstDay.slice(0, 7);
          expect(localMonth(instant, zone)).toBe(month);
        }
      }),
    );
  });

  test('of weeks begin on Monday', () => {
    expect(windowOf('WEEK', at('2026-03-15T22:59:59Z'), 'Europe/Berlin')).toEqual({
      start: at('2026-03-08T23:00Z'),
      end: at('2026-03-15T23:00Z'),
    });
  });

  test('of the total hold all of time', () => {
    const everything = { start: earliestInstant, end: null };
    expect(windowOf('TOTAL', at('2026-03-15T12:00Z'), 'Europe/Berlin')).toEqual(everything);
  });

  test('end with the 29th where the 30th was skipped', () => {
    expect(windowOf('DAY', at('2011-12-30T09:59Z'), 'Pacific/Apia')).toEqual({
      start: at('2011-12-29T10:00Z'),
      end: at('2011-12-30T10:00Z'),
    });
    expect(periodAt('DAY', at('2011-12-30T10:00Z'), 'Pacific/Apia').firstDay).toBe('2011-12-31');
  });

  test('begin at one where midnight was skipped', () => {
    expect(windowOf('DAY', at('2017-10-15T12:00Z'), 'America/Sao_Paulo')).toEqual({
      start: at('2017-10-15T03:00Z'),
      end: at('2017-10-16T02:00Z'),
    });
  });

  test('do not go back to October when clocks go back over the midnight of November', () => {
    const again = at('2009-11-01T03:00Z'); // 23:30 on October 31, for the second time
    expect(dateAt(again, 'America/St_Johns')).toBe('2009-10-31');
    expect(localMonth(again, 'America/St_Johns')).toBe('2009-11');
    expect(windowOf('DAY', again, 'America/St_Johns').start).toBe(at('2009-11-01T02:30Z'));
  });

  test('do not begin before the year 2000', () => {
    const newYear = at('2000-01-01T05:00Z');
    expect(windowOf('MONTH', newYear, 'America/Los_Angeles').start).toBe(earliestInstant);
    expect(localMonth(newYear, 'America/Los_Angeles')).toBe('1999-12');
  });

  test('do not end after the year 9999', () => {
    expect(() => windowOf('MONTH', at('9999-12-31T12:00Z'), 'UTC')).toThrow(RangeError);
  });

  test('are refused in a zone that is not there', () => {
    expect(() => windowOf('DAY', at('2026-03-15T12:00Z'), 'Europe/Atlantis')).toThrow('time zone');
  });
});

test('scenario 45: a daily window gives way to the next at local midnight', () => {
  const today = windowOf('DAY', at('2026-03-10T22:59:59.999999999Z'), 'Europe/Berlin');
  expect(today.end).toBe(at('2026-03-10T23:00Z'));
  expect(windowOf('DAY', at('2026-03-10T23:00Z'), 'Europe/Berlin').start).toBe(today.end);
});

test('scenario 108: usage at half past midnight of April 1 in Berlin is on the April card', () => {
  expect(localMonth(at('2025-03-31T22:30Z'), 'Europe/Berlin')).toBe('2025-04');
});

describe('scenario 109', () => {
  const length = (instant: Instant): bigint => {
    const { start, end } = periodAt('MONTH', instant, 'Europe/Berlin');
    return nanosBetween(start, end);
  };

  test('March 2025 has 30 days and 23 hours in Berlin', () => {
    expect(length(at('2025-03-10T00:00Z'))).toBe((30n * 24n + 23n) * hour);
  });

  test('October 2025 has 31 days and 1 hour in Berlin', () => {
    expect(length(at('2025-10-10T00:00Z'))).toBe((31n * 24n + 1n) * hour);
  });

  test('2025 has twelve months in Berlin, none twice', () => {
    const months = new Set<string>();
    for (let hours = 0n; hours < 8760n; hours += 1n)
      months.add(localMonth(plusNanos(at('2024-12-31T23:00Z'), hours * hour), 'Europe/Berlin'));
    expect(months.size).toBe(12);
  });
});
