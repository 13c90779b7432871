import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type {
  Appended,
  EventStore,
  NewEvent,
  Position,
  RecordedEvent,
  Revision,
} from '#eventsourcing';
import { APPEND_BYTES_MAX } from '#eventsourcing';
import { CommitQueue, refused } from './commit-queue.ts';
import { encodeEvents } from './encoded-events.ts';
import { LogNews } from './log-news.ts';
import { LogReader } from './log-reader.ts';
import { startThread } from './start-thread.ts';

const FOLLOW_BATCH_MAX = 2_000;
// With everything around the data; EventStoreDB ends the connection of whoever sends more.
const APPEND_CHARACTERS_MAX = 16_000_000;

export interface EmbeddedEventStoreOptions {
  /** For followers in other threads and for tools: appends are refused, nothing is made. */
  readonly readOnly?: boolean;
  /** How the thread that writes is started; a fault test ends it at a bad moment. */
  readonly startWorker?: (directory: string) => Worker;
}

/** The log in one SQLite file, written by a thread of its own, shared by any number of instances. */
export class EmbeddedEventStore implements EventStore {
  readonly #reader: LogReader;
  readonly #queue: CommitQueue | undefined;
  readonly #news: LogNews;
  /** What was read last by somebody who follows, and after which position: others come behind. */
  #readLately: { readonly after: Position; readonly events: readonly RecordedEvent[] } | undefined;

  private constructor(directory: string, queue: CommitQueue | undefined) {
    this.#queue = queue;
    this.#reader = new LogReader(directory);
    this.#news = new LogNews(directory);
  }

  static async open(
    directory: string,
    { readOnly = false, startWorker = startLogWorker }: EmbeddedEventStoreOptions = {},
  ): Promise<EmbeddedEventStore> {
    const queue = readOnly ? undefined : await CommitQueue.open(() => startWorker(directory));
    return new EmbeddedEventStore(directory, queue);
  }

  // Not `async`: the queue's promise is the answer, and one around it would cost every append.
  append(stream: string, expected: Revision, events: readonly NewEvent[]): Promise<Appended> {
    if (this.#queue === undefined) return refused('the log was opened read-only');
    if (events.length === 0) return refused('an append holds at least one event');
    const body = encodeEvents(events);
    const excess = excessIn(body, events);
    if (excess !== null) return refused(excess);
    return this.#queue.append({ stream, expected, count: events.length, body });
  }

  async readStream(
    stream: string,
    from: Revision,
    limit: number,
  ): Promise<readonly RecordedEvent[]> {
    return this.#reader.readStream(stream, from, limit);
  }

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#reader.readAll(after, limit);
  }

  async head(): Promise<Position> {
    return this.#reader.head();
  }

  async *follow(
    after: Position,
    signal: AbortSignal,
  ): AsyncGenerator<readonly RecordedEvent[], void> {
    let position = after;
    while (!signal.aborted) {
      const events = this.#readOn(position);
      const last = events.at(-1);
      if (last === undefined) await this.#news.until(() => this.#reader.head() > position, signal);
      else {
        position = last.position;
        yield events;
        // Reading is synchronous: without this a long catching up would let nothing else run.
        await nextTurn();
      }
    }
  }

  // Several that follow in one thread read each event once, as long as they are close together.
  #readOn(after: Position): readonly RecordedEvent[] {
    const lately = this.#readLately;
    if (lately !== undefined && lately.after <= after) {
      const events = lately.events.filter(({ position }) => position > after);
      if (events.length > 0) return events;
    }
    const events = this.#reader.readAll(after, FOLLOW_BATCH_MAX);
    this.#readLately = { after, events };
    return events;
  }

  async close(): Promise<void> {
    this.#news.close();
    await this.#queue?.close();
    this.#reader.close();
  }
}

export function startLogWorker(directory: string, pagesMax?: number): Worker {
  return startThread('worker', { directory, pagesMax });
}

function excessIn(body: string, events: readonly NewEvent[]): string | null {
  // No text takes more than three bytes a character, so small appends need no counting.
  if (body.length * 3 <= APPEND_BYTES_MAX) return null;
  const bytes = events.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  if (bytes > APPEND_BYTES_MAX)
    return `${bytes} bytes of event data are more than ${APPEND_BYTES_MAX}`;
  return body.length > APPEND_CHARACTERS_MAX
    ? `${body.length} characters are more than ${APPEND_CHARACTERS_MAX}`
    : null;
}
