import type { Revision } from './event-store.ts';
import type { LoadedStream, StreamSource } from './loaded-snapshot.ts';
import { catchUp, loadStream, retired } from './loaded-stream.ts';
import type { Aggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';

const RETIRE_EVERY = 64;

/**
 * What a writer knows of its stream: loaded when it is first asked for, brought up to date when it
 * must be fresh, and relieved now and then of what the latest snapshot has made permanent.
 */
export class StreamMemory<T extends StreamTypes> {
  readonly #stream: string;
  readonly #aggregate: Aggregate<T>;
  readonly #source: StreamSource;
  #loaded: LoadedStream<T> | undefined;
  #retireAt: Revision = 0;

  constructor(stream: string, aggregate: Aggregate<T>, source: StreamSource) {
    this.#stream = stream;
    this.#aggregate = aggregate;
    this.#source = source;
  }

  /** How many keys it remembers. */
  get remembered(): number {
    return this.#loaded?.keys.size ?? 0;
  }

  /** The stream as it is known, or as the log has it; at once where that is at hand. */
  brought(fresh: boolean): LoadedStream<T> | Promise<LoadedStream<T>> {
    const loaded = this.#loaded;
    const isAtHand = loaded !== undefined && loaded.head.revision < this.#retireAt && !fresh;
    return isAtHand ? loaded : this.#bring(fresh);
  }

  /** The stream with what others have written since. */
  async caughtUp(): Promise<LoadedStream<T>> {
    this.#loaded =
      this.#loaded === undefined
        ? await loadStream(this.#stream, this.#aggregate, this.#source)
        : await catchUp(this.#stream, this.#loaded, {
            ...this.#source,
            aggregate: this.#aggregate,
          });
    return this.#loaded;
  }

  /** The stream as the writer left it. */
  keep(loaded: LoadedStream<T>): void {
    this.#loaded = loaded;
  }

  /** What is known may be wrong: it is read again when it is needed. */
  forget(): void {
    this.#loaded = undefined;
  }

  async #bring(fresh: boolean): Promise<LoadedStream<T>> {
    let loaded = this.#loaded === undefined || fresh ? await this.caughtUp() : this.#loaded;
    const { revision } = loaded.head;
    if (revision >= this.#retireAt) {
      loaded = await retired(loaded, this.#aggregate, { ...this.#source, stream: this.#stream });
      this.#retireAt = revision + RETIRE_EVERY;
    }
    this.#loaded = loaded;
    return loaded;
  }
}
