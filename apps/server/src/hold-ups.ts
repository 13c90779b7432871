import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often it is looked whether the thread comes to it in time. */
const LOOK_EVERY_MS = 5;
const NANOSECONDS = 1_000_000;

/** For how long at once the thread kept everybody waiting, at most, in milliseconds. */
export interface LongestHoldUps {
  /** Since the figures were taken before. */
  readonly latelyMs: number;
  readonly sinceStartMs: number;
}

/**
 * Measures all the time for how long this thread, which answers every caller, does one thing
 * without a turn for the others.
 */
export class HoldUps {
  readonly #delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  #sinceStartMs = 0;

  constructor() {
    this.#delays.enable();
  }

  take(): LongestHoldUps {
    // A look is never earlier than it is due, and what is due in any case holds up nobody.
    const latelyMs = Math.max(Math.round(this.#delays.max / NANOSECONDS) - LOOK_EVERY_MS, 0);
    this.#delays.reset();
    this.#sinceStartMs = Math.max(this.#sinceStartMs, latelyMs);
    return { latelyMs, sinceStartMs: this.#sinceStartMs };
  }

  stop(): void {
    this.#delays.disable();
  }
}
