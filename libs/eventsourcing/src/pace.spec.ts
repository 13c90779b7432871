import { describe, expect, test } from '@jest/globals';
import { Pace } from './pace.ts';

/** A pace whose timer wakes only when it is told to, or when the rest is broken off. */
function resting() {
  const stop = new AbortController();
  const asked: number[] = [];
  let ended = 0;
  const timer = {
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        asked.push(milliseconds);
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  const pace = new Pace(timer, 50, stop.signal);
  const rest = (read: bigint): Promise<void> => pace.rest(read).then(() => void (ended += 1));
  return { pace, stop, asked, rest, endedRests: () => ended };
}

describe('the pace of a follower', () => {
  test('is a rest after each batch', async () => {
    const { rest, asked, stop } = resting();
    const first = rest(1n);
    expect(asked).toEqual([50]);
    stop.abort();
    await first;
  });

  test('is broken off for somebody who waits, and there is none up to where that is', async () => {
    const { pace, rest, asked } = resting();
    const first = rest(1n);
    pace.hurryTo(9n);
    await first;
    await rest(5n);
    expect(asked).toHaveLength(1);
    void rest(9n);
    expect(asked).toHaveLength(2);
  });

  test('a wish for less than was wished before changes nothing', async () => {
    const { pace, rest, asked } = resting();
    pace.hurryTo(9n);
    pace.hurryTo(3n);
    await rest(5n);
    expect(asked).toEqual([]);
  });

  test('ends with the follower', async () => {
    const { rest, stop, asked, endedRests } = resting();
    const first = rest(1n);
    stop.abort();
    await first;
    await rest(2n);
    expect(endedRests()).toBe(2);
    expect(asked).toHaveLength(1);
  });
});
