import { expect, test } from '@jest/globals';
import { Unauthenticated } from '../../identity/unauthenticated.ts';
import { ending, NOWHERE } from './surroundings.ts';

test('why a token is refused is logged with where it came from, and not told', () => {
  const logged: (readonly string[])[] = [];
  const logs = {
    logBug: (rpc: string) => void logged.push([rpc]),
    logRefusedToken: (...line: readonly string[]) => void logged.push(line),
    readAt: () => ({ position: '0', time: undefined }),
  };
  const ended = (address: string) =>
    ending(
      new Unauthenticated('It has expired.'),
      {},
      {
        rpc: 'UsageService/ConsumeCredits',
        call: { getPeer: () => address },
        logs,
      },
    );
  expect(ended('10.0.0.7:4711').message).not.toContain('expired');
  // The calls that the server makes itself, to see that nobody is let in, are no news.
  ended(NOWHERE);
  expect(logged).toEqual([['It has expired.', '10.0.0.7:4711']]);
});
