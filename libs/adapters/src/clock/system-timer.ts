import type { Timer } from '#eventsourcing';

/** Waits as long as it is told, or until the signal aborts, which is not an error. */
export class SystemTimer implements Timer {
  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const timeout = setTimeout(wake, milliseconds);
    signal?.addEventListener('abort', wake);
    await promise;
    clearTimeout(timeout);
    signal?.removeEventListener('abort', wake);
  }
}
