import { realpathSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';

// Commits of other processes are not announced: whoever waits looks once in this time.
const LOOK_AGAIN_MS = 1_000;

/** All threads of this process that have the same log open meet on this channel. */
export function newsChannelOf(directory: string): string {
  return `log committed: ${realpathSync(directory)}`;
}

/** Tells those who follow a log that there may be something new. */
export class LogNews {
  readonly #directory: string;
  #channel: BroadcastChannel | undefined;
  readonly #waiting = new Set<() => void>();
  #heard = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** How many commits were announced so far; to be asked before looking into the log. */
  get heard(): number {
    this.#channel ??= this.#listening();
    return this.#heard;
  }

  /** Resolves when there was an announcement after `heard`, when it is time to look, or on abort. */
  async after(heard: number, signal: AbortSignal): Promise<void> {
    if (heard !== this.#heard || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const timeout = setTimeout(wake, LOOK_AGAIN_MS);
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake);
    await promise;
    clearTimeout(timeout);
    this.#waiting.delete(wake);
    signal.removeEventListener('abort', wake);
  }

  close(): void {
    this.#channel?.close();
    this.#wakeAll();
  }

  // Only for those who ask: each announcement costs a thread that hears it.
  #listening(): BroadcastChannel {
    const channel = new BroadcastChannel(newsChannelOf(this.#directory));
    channel.unref();
    channel.onmessage = () => {
      this.#heard += 1;
      this.#wakeAll();
    };
    return channel;
  }

  #wakeAll(): void {
    for (const wake of this.#waiting) wake();
  }
}
