import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import type { Instant } from '#eventsourcing';
import { clockContract, randomnessContract, temporaryDirectory, timerContract } from '#testing';
import { ManualClock } from './manual-clock.ts';
import { SystemClock } from './system-clock.ts';
import { SystemRandomness } from './system-randomness.ts';
import { SystemTimer } from './system-timer.ts';

describe('SystemClock', () => {
  clockContract(() => new SystemClock());

  test('says the time of the machine', () => {
    jest.useFakeTimers({ now: new Date('2026-03-01T12:00:00.123Z') });
    expect(new SystemClock().now()).toBe('2026-03-01T12:00:00.123000000Z');
    jest.useRealTimers();
  });
});

describe('ManualClock', () => {
  const directory = temporaryDirectory();
  const march = '2026-03-01T00:00:00.000000000Z' as Instant;
  const april = '2026-04-01T00:00:00.000000000Z' as Instant;
  let files = 0;
  const freshFile = (): string => join(directory, 'made-now', `clock-${(files += 1)}`);

  clockContract(() => ManualClock.open(freshFile(), march));

  test('begins at the initial instant and stands still until it is told the time', () => {
    const clock = ManualClock.open(freshFile(), march);
    expect(clock.now()).toBe(march);
    clock.advanceTo(april);
    expect(clock.now()).toBe(april);
    clock.close();
  });

  test('never goes backwards', () => {
    const clock = ManualClock.open(freshFile(), april);
    expect(() => clock.advanceTo(march)).toThrow('time never goes backwards');
    clock.advanceTo(april);
    expect(clock.now()).toBe(april);
    clock.close();
  });

  test('remembers the time when it is opened again', () => {
    const file = freshFile();
    const clock = ManualClock.open(file, march);
    clock.advanceTo(april);
    clock.close();
    const again = ManualClock.open(file, march);
    expect(again.now()).toBe(april);
    again.close();
  });

  test('refuses what is not an instant, from its file too', () => {
    const file = freshFile();
    const clock = ManualClock.open(file, march);
    expect(() => clock.advanceTo('2026-05-01' as Instant)).toThrow('is not an instant');
    clock.close();
    writeFileSync(file, 'yesterday');
    expect(() => ManualClock.open(file, march)).toThrow('holds no instant');
  });
});

describe('SystemTimer', () => {
  timerContract(() => new SystemTimer());
});

describe('SystemRandomness', () => {
  randomnessContract(() => new SystemRandomness());
});
