import type { Timer } from './clock.ts';
import type { Position } from './event-store.ts';

/**
 * Lets a follower rest after each batch, so that where much is going on the next batch is worth its
 * commit. Somebody who waits for a position is not kept waiting: up to there it does not rest.
 */
export class Pace {
  readonly #timer: Timer;
  readonly #restMs: number;
  readonly #signal: AbortSignal;
  #wanted: Position = 0n;
  #resting: AbortController | null = null;

  constructor(timer: Timer, restMs: number, signal: AbortSignal) {
    this.#timer = timer;
    this.#restMs = restMs;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#resting?.abort());
  }

  /** Somebody waits until this position has been read. */
  hurryTo(position: Position): void {
    if (position > this.#wanted) this.#wanted = position;
    this.#resting?.abort();
  }

  /** Rests, unless there is somebody who waits for more than has been read. */
  async rest(read: Position): Promise<void> {
    if (read < this.#wanted || this.#signal.aborted) return;
    this.#resting = new AbortController();
    await this.#timer.sleep(this.#restMs, this.#resting.signal);
    this.#resting = null;
  }
}
