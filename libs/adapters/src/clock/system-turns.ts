import { setImmediate as laterTurn } from 'node:timers/promises';
import type { Turns } from '#eventsourcing';

/** Short enough that several large things at once do not add up to a delay that a caller notices. */
const TURN_MS = 8;

/** Turns of this thread's event loop. Everybody who is asked within one shares it. */
export class SystemTurns implements Turns {
  #endsAt: number | undefined;

  get isOver(): boolean {
    const now = performance.now();
    if (this.#endsAt !== undefined) return now >= this.#endsAt;
    this.#endsAt = now + TURN_MS;
    setImmediate(() => (this.#endsAt = undefined));
    return false;
  }

  async next(): Promise<void> {
    await laterTurn();
  }
}
