import { expect, test } from '@jest/globals';
import { instantOf } from './instant.ts';
import { previousMonths } from './month.ts';
import { localMonth } from './window.ts';

test('scenario 113: on January 15 2026 the cards are January, then the months before', () => {
  const midJanuary = instantOf(1_768_478_400n, 0); // 2026-01-15T12:00Z
  expect(previousMonths(localMonth(midJanuary, 'Europe/Berlin'), 4)).toEqual([
    '2026-01',
    '2025-12',
    '2025-11',
    '2025-10',
  ]);
});

test('no months are none', () => {
  expect(previousMonths('2026-01', 0)).toEqual([]);
});
