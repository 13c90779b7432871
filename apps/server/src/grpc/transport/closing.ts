import { Stopping, TokenEnded } from './errors.ts';

// A longer timer of Node's would fire at once.
const TIMER_MS_MAX = 2_147_483_647;

/** When a stream has to end, and why: the server stops, or the token it came with has ended. */
export class Closing {
  readonly #abort = new AbortController();
  readonly #stopping: AbortSignal;
  readonly #stop = (): void => this.#abort.abort(new Stopping());
  #timer: NodeJS.Timeout | undefined;

  constructor(stopping: AbortSignal) {
    this.#stopping = stopping;
    if (stopping.aborted) this.#stop();
    else stopping.addEventListener('abort', this.#stop, { once: true });
  }

  /** Aborts with Stopping or TokenEnded. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Says when the token ends, in milliseconds since 1970. */
  at(expiresAtMs: number): void {
    const end = (): void => this.#abort.abort(new TokenEnded());
    const leftMs = Math.max(expiresAtMs - Date.now(), 0);
    if (leftMs <= TIMER_MS_MAX) this.#timer = setTimeout(end, leftMs);
  }

  /** The stream has ended. */
  close(): void {
    clearTimeout(this.#timer);
    this.#stopping.removeEventListener('abort', this.#stop);
  }
}
