import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '#eventsourcing';
import { instantOf, nanosBetween } from './instant.ts';
import { lotEnd } from './lot-end.ts';
import { boundary } from './boundary.ts';
import { windowOf } from './window.ts';

const at = (text: string): Instant =>
  Temporal.Instant.from(text).toString({ fractionalSecondDigits: 9 }) as Instant;
const berlin = 'Europe/Berlin';

describe('scenario 13', () => {
  const launch = at('2026-03-10T00:00+01:00');
  const windowEnd = at('2026-04-07T00:00+02:00');

  test('a promo of four weeks launched on March 10 ends on April 7 at midnight', () => {
    expect(lotEnd({ after: 'P4W' }, launch, berlin)).toBe(windowEnd);
  });

  test('who joins on March 31 has seven days', () => {
    expect(lotEnd({ after: 'P7D' }, at('2026-03-31T00:00+02:00'), berlin)).toBe(windowEnd);
    expect(lotEnd({ at: windowEnd }, at('2026-03-31T15:00+02:00'), berlin)).toBe(windowEnd);
  });

  test('it spans the reset of April 1', () => {
    const reset = boundary({ date: '2026-03-01', time: '00:00', zone: berlin }, 1, 'MONTH');
    expect(reset).toBe(at('2026-04-01T00:00+02:00'));
    expect(launch < reset && reset < windowEnd).toBe(true);
  });
});

describe('scenario 15', () => {
  test('a year from February 29 ends on February 28, at the same time', () => {
    const from = at('2024-02-29T10:00+01:00');
    expect(lotEnd({ after: 'P1Y' }, from, berlin)).toBe(at('2025-02-28T10:00+01:00'));
  });

  test('a year from June 15 ends on June 15, at the same time', () => {
    const from = at('2025-06-15T14:30+02:00');
    expect(lotEnd({ after: 'P1Y' }, from, berlin)).toBe(at('2026-06-15T14:30+02:00'));
  });

  test('with the end of the local day it ends at midnight after June 15', () => {
    const from = at('2025-06-15T14:30+02:00');
    expect(lotEnd({ endOfLocalDay: true, after: 'P1Y' }, from, berlin)).toBe(
      at('2026-06-15T22:00Z'),
    );
  });
});

test('scenario 107: four weeks over the change to summer time are 671 hours', () => {
  const from = at('2026-03-09T23:00Z');
  const end = at('2026-04-06T22:00Z');
  expect(lotEnd({ after: 'P4W' }, from, berlin)).toBe(end);
  expect(nanosBetween(from, end)).toBe(671n * 3_600_000_000_000n);
});

describe("a lot's end", () => {
  test('may be never', () => {
    expect(lotEnd({ never: true }, at('2026-03-10T12:00Z'), berlin)).toBeNull();
  });

  test('may be the end of the local day, a whole day away at midnight', () => {
    const midnight = at('2026-03-09T23:00Z');
    expect(lotEnd({ endOfLocalDay: true }, midnight, berlin)).toBe(at('2026-03-10T23:00Z'));
  });

  test('may be the end of the local month', () => {
    const from = at('2026-03-31T21:59Z');
    expect(lotEnd({ endOfLocalMonth: true }, from, berlin)).toBe(at('2026-03-31T22:00Z'));
    expect(lotEnd({ endOfLocalMonth: true, after: 'P1M' }, from, berlin)).toBe(
      at('2026-04-30T22:00Z'),
    );
  });

  test('takes the offset before the gap for a local time that is skipped', () => {
    const from = at('2026-03-28T02:30+01:00');
    expect(lotEnd({ after: 'P1D' }, from, berlin)).toBe(at('2026-03-29T03:30+02:00'));
  });

  test('takes the first of a local time that comes twice', () => {
    const from = at('2026-10-24T02:30+02:00');
    expect(lotEnd({ after: 'P1D' }, from, berlin)).toBe(at('2026-10-25T02:30+02:00'));
  });

  test('is a day later where the day was skipped', () => {
    const from = at('2011-12-29T12:00-10:00');
    expect(lotEnd({ after: 'P1D' }, from, 'Pacific/Apia')).toBe(at('2011-12-31T12:00+14:00'));
  });

  test('keeps the nanoseconds', () => {
    expect(lotEnd({ after: 'P1D' }, at('2026-05-01T00:00:00.123456789Z'), berlin)).toBe(
      '2026-05-02T00:00:00.123456789Z',
    );
  });

  test('is not after the year 9999', () => {
    expect(() => lotEnd({ after: 'P1Y' }, at('9999-06-01T00:00Z'), berlin)).toThrow(RangeError);
  });

  test.each(['P0D', '-P1D', 'P1000Y', 'soon'])('cannot be "%s" later', (after) => {
    expect(() => lotEnd({ after }, at('2026-03-10T12:00Z'), berlin)).toThrow(RangeError);
  });

  test('is after its beginning, and a day given up to its end lasts until a day begins', () => {
    const zone = fc.constantFrom(berlin, 'Pacific/Apia', 'America/Sao_Paulo', 'America/St_Johns');
    const instant = fc
      .bigInt({ min: 946_684_800n, max: 4_000_000_000n })
      .map((second) => instantOf(second, 0));
    const after = fc.constantFrom('P1D', 'P1W', 'P1M', 'P1Y', 'PT1S', 'P1DT1H');
    fc.assert(
      fc.property(zone, instant, after, (zone, from, after) => {
        const end = lotEnd({ after }, from, zone) ?? from;
        const dayEnd = lotEnd({ endOfLocalDay: true, after }, from, zone) ?? from;
        expect(from < end && end < dayEnd).toBe(true);
        expect(windowOf('DAY', dayEnd, zone).start).toBe(dayEnd);
      }),
    );
  });
});
