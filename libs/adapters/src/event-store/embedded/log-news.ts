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
  readonly #channelName: string;
  readonly #waiting = new Set<() => void>();

  constructor(directory: string) {
    this.#channelName = newsChannelOf(directory);
  }

  /**
   * Resolves when there may be something new, when it is time to look, or on abort. Each
   * announcement costs the thread that hears it, so only those listen who found nothing; `isNew`
   * looks once more, now that nothing can be missed.
   */
  async until(isNew: () => boolean, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const channel = new BroadcastChannel(this.#channelName);
    channel.unref();
    channel.onmessage = wake;
    const timeout = setTimeout(wake, LOOK_AGAIN_MS);
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake);
    try {
      if (!signal.aborted && !isNew()) await promise;
    } finally {
      channel.close();
      clearTimeout(timeout);
      this.#waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  }

  close(): void {
    for (const wake of this.#waiting) wake();
  }
}
