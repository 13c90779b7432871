import { setTimeout as after } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { HoldUps } from './hold-ups.ts';

describe('the longest hold-up', () => {
  const holdUps = new HoldUps();

  afterAll(() => holdUps.stop());

  const holdUp = async (milliseconds: number): Promise<void> => {
    await after(100);
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    await after(100);
  };

  test('is that since the last look, and that since the start', async () => {
    await holdUp(400);
    const first = holdUps.take();
    expect(first.latelyMs).toBeGreaterThanOrEqual(380);
    expect(first.sinceStartMs).toBe(first.latelyMs);
    await holdUp(100);
    const second = holdUps.take();
    expect(second.latelyMs).toBeGreaterThanOrEqual(80);
    expect(second.sinceStartMs).toBe(Math.max(first.latelyMs, second.latelyMs));
  });

  test('is nothing while nothing was looked at', () => {
    holdUps.take();
    expect(holdUps.take().latelyMs).toBe(0);
  });
});
