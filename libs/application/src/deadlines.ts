import type { Clock, EventStore, ReadModelStore, Timer } from '#eventsourcing';
import { dueDeadlines } from '#read-models';
import type { Freshness } from './freshness.ts';
import type { Ledger } from './ledger.ts';

interface Around {
  readonly ledger: Ledger;
  readonly readModels: ReadModelStore;
  readonly events: EventStore;
  readonly freshness: Freshness;
  readonly clock: Clock;
  readonly timer: Timer;
}

const AT_ONCE_MAX = 500;
const LOOK_EVERY_MS = 250;

/**
 * The one ticker: books what is due, wallet by wallet. The rules are right without it, as what has
 * ended cannot be spent whether or not that was booked.
 */
export class DeadlineTicker {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Books everything due by the clock, also what falls due by booking, with fresh read models. */
  async bookAllDue(): Promise<void> {
    const { events, freshness } = this.#around;
    const done = new Set<string>();
    do await freshness.reached(await events.head());
    while (await this.#bookUnlessDone(done));
  }

  /**
   * Looks for what is due until the signal aborts. Errors are told, and tried again. It does not
   * hurry the read models, as it has no caller: what they do not have yet is due at the next look.
   */
  async run(signal: AbortSignal, failed: (error: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#bookUnlessDone(new Set());
      } catch (error) {
        failed(error);
      }
      await this.#around.timer.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Books what the read models know to be due. Answers whether there was anything. */
  async #bookUnlessDone(done: Set<string>): Promise<boolean> {
    const { ledger, readModels, clock } = this.#around;
    const due = await dueDeadlines(readModels, clock.now(), AT_ONCE_MAX + done.size);
    const fresh = due.filter(({ key, dueAt }) => !done.has(`${dueAt} ${key}`));
    for (const { key, dueAt } of fresh) done.add(`${dueAt} ${key}`);
    const streams = new Set(fresh.map(({ stream }) => stream));
    await Promise.all([...streams].map((stream) => ledger.bookDue(stream)));
    return fresh.length > 0;
  }
}
