import { describe, expect, test } from '@jest/globals';
import { benchArguments } from './arguments.ts';

const known = [
  { id: 'B1' },
  { id: 'B2' },
  { id: 'B4a', against: 'B1' },
  { id: 'B4b', against: 'B2' },
  { id: 'B11' },
];

describe('the arguments of the benchmarks', () => {
  test('without any, all are run and shown as a table', () => {
    const ids = known.map(({ id }) => id);
    expect(benchArguments([], known)).toEqual({ ids, json: false });
  });

  test.each([
    [['--only', 'B1', '--json'], ['B1'], true],
    [['--only', 'B2,B11'], ['B2', 'B11'], false],
    [['--only', 'B4'], ['B1', 'B2', 'B4a', 'B4b'], false],
    [['--only=B4a', '--only=B2'], ['B1', 'B2', 'B4a'], false],
  ])('%j runs %j', (given, ids, json) => {
    expect(benchArguments(given, known)).toEqual({ ids, json });
  });

  test('--help names the benchmarks', () => {
    expect(benchArguments(['--help'], known)).toHaveProperty(
      'help',
      expect.stringContaining('B4b'),
    );
  });

  test.each([[['--fast']], [['B1']], [['--only', 'B9']], [['--only', 'B']], [['--only']]])(
    '%j is refused',
    (given) => {
      expect(() => benchArguments(given, known)).toThrow();
    },
  );
});
