import { describe, expect, test } from '@jest/globals';
import { daysBetween, isDay } from './day.ts';

describe('a day', () => {
  test.each(['2000-01-01', '2024-02-29', '2026-03-31', '9999-12-31'])('may be %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  test.each([
    '',
    '1999-12-31',
    '2025-02-29',
    '2026-13-01',
    '2026-3-1',
    '2026-03-01T00:00',
    '20260301',
  ])('may not be "%s"', (text) => {
    expect(isDay(text)).toBe(false);
  });

  test('is so many days before another, whatever the clocks do', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2024-02-01', '2025-02-01')).toBe(366);
    expect(daysBetween('2026-03-02', '2026-03-01')).toBe(-1);
  });
});
