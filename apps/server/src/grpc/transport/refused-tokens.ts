import type { Timer } from '#eventsourcing';

const LINES_MAX = 10;
const WINDOW_MS = 1_000;
const REASON_LENGTH_MAX = 200;

/**
 * Says in the log why tokens are refused, and where their calls come from; never a token. Whoever
 * sends many cannot fill the log: the lines of a second are bounded, and the rest is counted.
 */
export class RefusedTokens {
  readonly #say: (line: string) => void;
  readonly #timer: Timer;
  #lines = 0;
  #more = 0;

  constructor(say: (line: string) => void, timer: Timer) {
    this.#say = say;
    this.#timer = timer;
  }

  tell(reason: string, address: string): void {
    if (this.#lines === LINES_MAX) {
      this.#more += 1;
      return;
    }
    if (this.#lines === 0) void this.#timer.sleep(WINDOW_MS).then(() => this.#endOfWindow());
    this.#lines += 1;
    this.#say(`a call from ${address} was refused: ${reason.slice(0, REASON_LENGTH_MAX)}`);
  }

  #endOfWindow(): void {
    if (this.#more > 0) this.#say(`and ${this.#more} more calls were refused for their tokens`);
    this.#lines = 0;
    this.#more = 0;
  }
}
