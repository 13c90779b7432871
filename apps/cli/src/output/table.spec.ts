import { describe, expect, test } from '@jest/globals';
import { facts, table } from './table.ts';

const columns = [
  { name: 'Lot' },
  { name: 'Kind' },
  { name: 'Available', of: 'FIGURES' },
  { name: 'Ends (UTC)', of: 'TIMES' },
] as const;

const rows = [
  ['purchase:a-very-long-name-of-a-purchase', 'PURCHASED', '123456789.00', '2027-01-01 00:00'],
  ['grant:g', 'PROMO', '1.00', '-'],
];

describe('a table', () => {
  test.each([20, 40, 80, 100])('has no line of more than %d characters', (width) => {
    const lines = table(columns, rows, width).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    for (const told of ['123456789.00', '2027-01-01 00:00'])
      if (width >= 40) expect(lines.join('\n')).toContain(told);
  });

  test('whose columns do not fit has a paragraph for each row', () => {
    expect(table(columns, rows, 40)).toBe(
      [
        'Lot         purchase:a-very-long-name-of',
        '            -a-purchase',
        'Kind        PURCHASED',
        'Available   123456789.00',
        'Ends (UTC)  2027-01-01 00:00',
        '',
        'Lot         grant:g',
        'Kind        PROMO',
        'Available   1.00',
        'Ends (UTC)  -',
      ].join('\n'),
    );
  });

  test('of facts has no line of more than 40 characters', () => {
    const lines = facts([['Policies', 'x'.repeat(100)]], 40).split('\n');
    expect(lines.map((line) => line.length)).toEqual([40, 40, 40, 20]);
  });
});
