import type { Timer } from './clock.ts';
import { HistoryCut, type EventStore, type Position, type RecordedEvent } from './event-store.ts';
import type { Pace } from './pace.ts';

/**
 * Something that reads all of history in order: a projection, the snapshots. `handle` stores its
 * effect together with the position of the last event, so that it is told each event at least once
 * and a repetition changes nothing.
 */
export interface Follower {
  readonly name: string;
  checkpoint(): Promise<Position>;
  /** May ask to be started again from its checkpoint, with nothing of these events taken. */
  handle(events: readonly RecordedEvent[]): Promise<void | 'START_AGAIN'>;
}

/** What is told about a follower: where it is, or what stopped it and when it tries again. */
export interface FollowerNews {
  moved(follower: string, position: Position): void;
  failed(follower: string, error: unknown, retryAfterMs: number): void;
}

const RETRY_AFTER_MS = 100;
const RETRY_AFTER_MAX_MS = 10_000;

/**
 * The one loop of all followers: reads on from the checkpoint, and after an error, which is told
 * and never swallowed, tries again from there, later each time. Ends when the signal aborts.
 */
export async function follow(
  follower: Follower,
  {
    events,
    timer,
    news,
    signal,
    pace,
  }: {
    readonly events: EventStore;
    readonly timer: Timer;
    readonly news: FollowerNews;
    readonly signal: AbortSignal;
    /** Without one it never rests. */
    readonly pace?: Pace;
  },
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const after = await checkpointWithin(follower, events);
      news.moved(follower.name, after);
      await readOn(follower, { after, events, signal }, async (position) => {
        failures = 0;
        news.moved(follower.name, position);
        await pace?.rest(position);
      });
    } catch (error) {
      if (signal.aborted) return;
      const retryAfterMs = Math.min(RETRY_AFTER_MS * 2 ** failures, RETRY_AFTER_MAX_MS);
      failures += 1;
      news.failed(follower.name, error, retryAfterMs);
      await timer.sleep(retryAfterMs, signal).catch(() => undefined);
    }
  }
}

async function readOn(
  follower: Follower,
  {
    after,
    events,
    signal,
  }: { readonly after: Position; readonly events: EventStore; readonly signal: AbortSignal },
  moved: (position: Position) => Promise<void>,
): Promise<void> {
  for await (const batch of events.follow(after, signal)) {
    if ((await follower.handle(batch)) === 'START_AGAIN') return;
    await moved((batch.at(-1) as RecordedEvent).position);
  }
}

/** A follower's checkpoint, which must not be ahead of the log: that would be a cut in history. */
export async function checkpointWithin(follower: Follower, events: EventStore): Promise<Position> {
  const checkpoint = await follower.checkpoint();
  const head = await events.head();
  if (checkpoint > head)
    throw new HistoryCut(
      `${follower.name} has read up to ${checkpoint}, but the log ends at ${head}: history was cut`,
    );
  return checkpoint;
}
