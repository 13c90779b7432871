import { describe, expect, test } from '@jest/globals';
import type { Clock, Randomness, Timer } from '#eventsourcing';

/** What every clock must do. */
export function clockContract(clock: () => Clock): void {
  describe('now', () => {
    test('is a moment in UTC with exactly nine fractional digits', () => {
      expect(clock().now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    });
  });
}

/** What every timer must do. */
export function timerContract(timer: () => Timer): void {
  describe('sleeping', () => {
    test('ends when the time is over', async () => {
      expect(await timer().sleep(1)).toBeUndefined();
    });

    test('ends at once, without an error, when its signal aborts', async () => {
      const stop = new AbortController();
      const sleeping = timer().sleep(1_000_000_000, stop.signal);
      stop.abort();
      expect(await sleeping).toBeUndefined();
    });

    test('does not begin when its signal was aborted before', async () => {
      expect(await timer().sleep(1_000_000_000, AbortSignal.abort())).toBeUndefined();
    });
  });
}

/** What every source of randomness must do. */
export function randomnessContract(randomness: () => Randomness): void {
  describe('bytes', () => {
    test('are as many as asked for', () => {
      expect(randomness().bytes(0)).toHaveLength(0);
      expect(randomness().bytes(32)).toHaveLength(32);
    });

    test('are others each time', () => {
      const source = randomness();
      expect(source.bytes(32)).not.toEqual(source.bytes(32));
    });
  });
}
