import { expect, test } from '@jest/globals';
import { RefusedTokens } from './refused-tokens.ts';

test('the log has ten lines a second of refused tokens, and how many more there were', async () => {
  const lines: string[] = [];
  const wakes: (() => void)[] = [];
  const sleep = () => new Promise<void>((resolve) => void wakes.push(resolve));
  const refused = new RefusedTokens((line) => lines.push(line), { sleep });
  const secondPasses = async (): Promise<void> => {
    wakes.shift()?.();
    await Promise.resolve();
  };

  for (let count = 0; count < 322; count += 1) refused.tell('It has expired.', '10.0.0.7:4711');
  expect(lines).toEqual(
    Array.from({ length: 10 }, () => 'a call from 10.0.0.7:4711 was refused: It has expired.'),
  );
  await secondPasses();
  expect(lines.slice(10)).toEqual(['and 312 more calls were refused for their tokens']);

  refused.tell('It is of another issuer.', '10.0.0.8:4712');
  await secondPasses();
  expect(lines.slice(11)).toEqual([
    'a call from 10.0.0.8:4712 was refused: It is of another issuer.',
  ]);
  expect(wakes).toEqual([]);
});

test('what a caller writes into its token cannot make a line long', () => {
  const lines: string[] = [];
  const refused = new RefusedTokens((line) => lines.push(line), { sleep: () => Promise.resolve() });
  refused.tell('x'.repeat(8_000), '10.0.0.7:4711');
  expect(lines[0]).toHaveLength('a call from 10.0.0.7:4711 was refused: '.length + 200);
});
