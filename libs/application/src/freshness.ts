import type { Position } from '#eventsourcing';

interface WaitingReader {
  readonly position: Position;
  readonly resolve: () => void;
}

/** How far the read models have read, and a way to wait until they have read so far. */
export class Freshness {
  readonly #hurry: (position: Position) => void;
  #position: Position = 0n;
  #waiting: WaitingReader[] = [];

  /** `hurry` is called when somebody begins to wait for a position. */
  constructor(hurry: (position: Position) => void = () => undefined) {
    this.#hurry = hurry;
  }

  get position(): Position {
    return this.#position;
  }

  /** Told by the follower. A rebuild may set it back. */
  moved(position: Position): void {
    this.#position = position;
    const reached = this.#waiting.filter((waiting) => waiting.position <= position);
    if (reached.length === 0) return;
    this.#waiting = this.#waiting.filter((waiting) => waiting.position > position);
    for (const { resolve } of reached) resolve();
  }

  /** Resolves once the read models have a position; rejects when the signal aborts first. */
  async reached(position: Position, signal?: AbortSignal): Promise<void> {
    if (position <= this.#position) return;
    signal?.throwIfAborted();
    this.#hurry(position);
    await new Promise<void>((resolve, reject) => {
      const waiting = { position, resolve: done };
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        reject(signal?.reason as Error);
      };
      function done(): void {
        signal?.removeEventListener('abort', abort);
        resolve();
      }
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(waiting);
    });
  }
}
