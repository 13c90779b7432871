import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '#eventsourcing';
import { boundary } from './boundary.ts';
import type { Anchor, CycleUnit } from './boundary.ts';

const at = (text: string): Instant =>
  Temporal.Instant.from(text).toString({ fractionalSecondDigits: 9 }) as Instant;
const boundaries = (anchor: Anchor, count: number, unit: CycleUnit): readonly Instant[] =>
  Array.from({ length: count }, (_, n) => boundary(anchor, n, unit));

describe('scenario 102', () => {
  const datesFrom = (date: string, count: number): readonly string[] =>
    boundaries({ date, time: '00:00', zone: 'UTC' }, count, 'MONTH').map((at) => at.slice(0, 10));

  test('months from January 31 2025 end where the month ends', () => {
    expect(datesFrom('2025-01-31', 5)).toEqual([
      '2025-01-31',
      '2025-02-28',
      '2025-03-31',
      '2025-04-30',
      '2025-05-31',
    ]);
  });

  test('months from January 31 2024 know the leap day', () => {
    expect(datesFrom('2024-01-31', 3)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31']);
  });
});

test('scenario 105: ten in the morning in Berlin is 09:00Z in winter and 08:00Z in summer', () => {
  const anchor = { date: '2025-01-31', time: '10:00', zone: 'Europe/Berlin' };
  expect(boundaries(anchor, 4, 'MONTH')).toEqual([
    at('2025-01-31T09:00Z'),
    at('2025-02-28T09:00Z'),
    at('2025-03-31T08:00Z'),
    at('2025-04-30T08:00Z'),
  ]);
});

describe('boundaries', () => {
  const berlin = { date: '2024-02-29', time: '02:30:15', zone: 'Europe/Berlin' };

  test('of years are those of twelve months each', () => {
    expect(boundary(berlin, 1, 'YEAR')).toBe(at('2025-02-28T01:30:15Z'));
    expect(boundary(berlin, 4, 'YEAR')).toBe(at('2028-02-29T01:30:15Z'));
    expect(boundary(berlin, 3, 'YEAR')).toBe(boundary(berlin, 36, 'MONTH'));
  });

  test('of weeks are those of seven local days each', () => {
    expect(boundary(berlin, 5, 'WEEK')).toBe(boundary(berlin, 35, 'DAY'));
  });

  test('take the offset before the gap for a local time that is skipped', () => {
    const anchor = { ...berlin, date: '2026-03-28' };
    expect(boundary(anchor, 1, 'DAY')).toBe(at('2026-03-29T03:30:15+02:00'));
    expect(boundary(anchor, 2, 'DAY')).toBe(at('2026-03-30T02:30:15+02:00'));
  });

  test('take the first of a local time that comes twice', () => {
    const anchor = { ...berlin, date: '2026-09-25' };
    expect(boundary(anchor, 1, 'MONTH')).toBe(at('2026-10-25T02:30:15+02:00'));
  });

  test('are refused outside the years 2000 to 9999', () => {
    expect(() => boundary(berlin, 8000, 'YEAR')).toThrow(RangeError);
    expect(() => boundary({ ...berlin, date: '1999-12-31' }, 0, 'DAY')).toThrow(RangeError);
  });

  test.each([
    ['date', { ...berlin, date: '2025-02-29' }],
    ['time', { ...berlin, time: '24:00' }],
    ['zone', { ...berlin, zone: 'Europe/Atlantis' }],
  ])('are refused from a %s that is not there', (_, anchor) => {
    expect(() => boundary(anchor, 1, 'MONTH')).toThrow('Temporal error');
  });

  test('grow with n, from any anchor', () => {
    const anchor = fc.record({
      date: fc
        .integer({ min: 0, max: 30_000 })
        .map((days) => Temporal.PlainDate.from('2000-01-02').add({ days }).toString()),
      time: fc
        .integer({ min: 0, max: 86_399 })
        .map((seconds) => new Temporal.PlainTime().add({ seconds }).toString()),
      zone: fc.constantFrom(
        'Europe/Berlin',
        'America/Los_Angeles',
        'Australia/Lord_Howe',
        'Asia/Kathmandu',
        'America/Sao_Paulo',
        'America/St_Johns',
        'UTC',
      ),
    });
    const unit = fc.constantFrom('MONTH', 'YEAR', 'WEEK', 'DAY');
    fc.assert(
      fc.property(anchor, unit, fc.nat(1000), (anchor, unit, n) => {
        expect(boundary(anchor, n, unit) < boundary(anchor, n + 1, unit)).toBe(true);
      }),
    );
  });

  test('of days meet where a day was skipped', () => {
    const anchor = { date: '2011-12-29', time: '12:00', zone: 'Pacific/Apia' };
    expect(boundary(anchor, 1, 'DAY')).toBe(boundary(anchor, 2, 'DAY'));
  });
});
