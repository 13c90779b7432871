import type { Readable } from 'node:stream';

/** The part of a stream that is read from. */
type MessageSource = Pick<Readable, 'on' | 'pause' | 'resume'>;

const waitingMax = 64;

/** The messages of a caller's stream, in order. While too many wait, no more are read. */
export class Incoming<Message> implements AsyncIterableIterator<Message> {
  readonly #source: MessageSource;
  #waiting: Message[] = [];
  #next = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(source: MessageSource, stop: AbortSignal) {
    this.#source = source;
    source.on('data', (message: Message) => this.#take(message));
    source.on('end', () => this.#end());
    source.on('close', () => this.#end());
    if (stop.aborted) this.#end();
    else stop.addEventListener('abort', () => this.#end(), { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Message, undefined>> {
    while (this.#next >= this.#waiting.length) {
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const value = this.#waiting[this.#next] as Message;
    this.#next += 1;
    if (this.#next === this.#waiting.length) this.#allTaken();
    return { done: false, value };
  }

  return(): Promise<IteratorResult<Message, undefined>> {
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  #take(message: Message): void {
    if (this.#ended) return;
    this.#waiting.push(message);
    if (this.#waiting.length >= waitingMax) this.#source.pause();
    this.#wake?.();
  }

  #allTaken(): void {
    const wasPaused = this.#waiting.length >= waitingMax;
    this.#waiting = [];
    this.#next = 0;
    if (wasPaused) this.#source.resume();
  }

  #end(): void {
    this.#ended = true;
    this.#wake?.();
  }
}
