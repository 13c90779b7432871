import {
  ENDLESS_TURN,
  type Clock,
  type EventStore,
  type ReadModelStore,
  type Timer,
  type Turns,
} from '#eventsourcing';
import { dueDeadlines, type DueDeadline } from '#read-models';
import type { Freshness } from './freshness.ts';
import type { Ledger } from './ledger.ts';

interface Around {
  readonly ledger: Ledger;
  readonly readModels: ReadModelStore;
  readonly events: EventStore;
  readonly freshness: Freshness;
  readonly clock: Clock;
  readonly timer: Timer;
  /** How long looking may keep the thread from others; unset, as long as it takes. */
  readonly turns?: Turns | undefined;
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
    let booked = NOTHING;
    for (;;) {
      await freshness.reached(await events.head());
      const listed = await this.#bookListed(booked);
      if (listed.isSubsetOf(booked)) return;
      booked = listed;
    }
  }

  /**
   * Looks for what is due until the signal aborts. Errors are told, and tried again. It does not
   * hurry the read models, as it has no caller: what they still list is not booked again.
   */
  async run(signal: AbortSignal, failed: (error: unknown) => void): Promise<void> {
    let booked = NOTHING;
    while (!signal.aborted) {
      try {
        booked = await this.#bookListed(booked);
      } catch (error) {
        failed(error);
      }
      await this.#around.timer.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Books what the read models list as due, but for what was booked. Answers what they list. */
  async #bookListed(booked: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const { ledger, readModels, clock, turns = ENDLESS_TURN } = this.#around;
    const listed = new Set<string>();
    let last: DueDeadline | undefined;
    for (;;) {
      const due = await dueDeadlines(readModels, clock.now(), AT_ONCE_MAX, last);
      const open = due.filter((each) => !booked.has(idOf(each)));
      const streams = new Set(open.map(({ stream }) => stream));
      await Promise.all([...streams].map((stream) => ledger.bookDue(stream)));
      for (const each of due) listed.add(idOf(each));
      if (due.length < AT_ONCE_MAX) return listed;
      last = due.at(-1);
      // Where all of one wallet was booked with the first of it, nothing else waits here.
      if (turns.isOver) await turns.next();
    }
  }
}

const NOTHING: ReadonlySet<string> = new Set();

const idOf = ({ dueAt, key }: DueDeadline): string => `${dueAt} ${key}`;
