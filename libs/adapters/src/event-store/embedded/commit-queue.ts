import type { Worker } from 'node:worker_threads';
import type { Appended, Revision } from '#eventsourcing';
import { DiskFull, OutcomeUnknown, StoreRefused, VersionConflict } from '#eventsourcing';
import { reasonOf } from '../../sqlite/database-file.ts';
import type { AppendBatch, BatchOutcome } from './append-batch.ts';

// While batches wait for the disk the next ones are on their way.
const IN_FLIGHT_MAX = 8;
// So many are worth a sync of their own; the disk is at work on them while more are decided.
const FULL_BATCH = 100;
const BATCH_CHARACTERS_MAX = 4_194_304;
const WAITING_CHARACTERS_MAX = 134_217_728;

/** An append on its way to the worker. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: Revision;
  readonly count: number;
  readonly body: string;
}

interface WaitingAppend extends PendingAppend {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** What becomes of an append that is not even tried. */
export const refused = (reason: string): Promise<never> => Promise.reject(new StoreRefused(reason));

/**
 * Collects the appends of all streams while others are on their way, and hands them to the worker
 * as one batch. A worker that dies is replaced; what it had in hand is an unknown outcome.
 */
export class CommitQueue {
  readonly #startWorker: () => Worker;
  #worker: Worker | undefined;
  #isStarting = false;
  #isClosed = false;
  #isFlushPlanned = false;
  #waiting: WaitingAppend[] = [];
  #waitingCharacters = 0;
  #inFlight: (readonly WaitingAppend[])[] = [];
  #idle: PromiseWithResolvers<void> | undefined;

  private constructor(startWorker: () => Worker) {
    this.#startWorker = startWorker;
  }

  static async open(startWorker: () => Worker): Promise<CommitQueue> {
    const queue = new CommitQueue(startWorker);
    await queue.#start();
    return queue;
  }

  append(append: PendingAppend): Promise<Appended> {
    if (this.#isClosed) return refused('the store is closed');
    if (this.#waitingCharacters > WAITING_CHARACTERS_MAX)
      return refused('too many appends are waiting for the disk');
    const { promise, resolve, reject } = Promise.withResolvers<Appended>();
    this.#waiting.push({ ...append, resolve, reject });
    this.#waitingCharacters += append.body.length;
    if (this.#waiting.length >= FULL_BATCH && this.#worker !== undefined) this.#flush();
    else this.#planFlush();
    return promise;
  }

  /** Resolves when everything appended has its outcome and the file is closed. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (!this.#isIdle()) {
      this.#idle = Promise.withResolvers<void>();
      await this.#idle.promise;
    }
    const worker = this.#worker;
    if (worker === undefined) return;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close');
    await exited;
  }

  // At the end of the turn, so that the calls that arrived together go together.
  #planFlush(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    setImmediate(() => {
      this.#isFlushPlanned = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#worker === undefined) void this.#restart();
    else
      while (this.#waiting.length > 0 && this.#inFlight.length < IN_FLIGHT_MAX) {
        const batch = this.#takeBatch();
        this.#inFlight.push(batch);
        this.#worker.postMessage(messageOf(batch));
      }
    if (this.#isIdle()) this.#idle?.resolve();
  }

  #isIdle(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.length === 0;
  }

  #takeBatch(): readonly WaitingAppend[] {
    let count = 0;
    let characters = 0;
    while (count < this.#waiting.length && characters < BATCH_CHARACTERS_MAX) {
      characters += this.#waiting[count]?.body.length ?? 0;
      count += 1;
    }
    this.#waitingCharacters -= characters;
    return this.#waiting.splice(0, count);
  }

  #answered(outcome: BatchOutcome): void {
    const batch = this.#inFlight.shift() ?? [];
    if ('refused' in outcome) refuse(batch, refusalOf(outcome));
    else
      for (const [index, append] of batch.entries())
        answer(append, outcome.outcomes[index * 2] ?? 0, outcome.outcomes[index * 2 + 1] ?? 0);
    this.#planFlush();
  }

  #start(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const worker = this.#startWorker();
    let causeOfDeath = 'the thread that writes the log was ended';
    worker.once('message', () => {
      this.#worker = worker;
      worker.on('message', (outcome: BatchOutcome) => this.#answered(outcome));
      resolve();
    });
    worker.on('error', (error) => {
      causeOfDeath = reasonOf(error);
    });
    worker.once('exit', () => {
      reject(new Error(causeOfDeath));
      if (this.#worker === worker) this.#died(causeOfDeath);
    });
    return promise;
  }

  #died(cause: string): void {
    this.#worker = undefined;
    for (const append of this.#inFlight.splice(0).flat()) append.reject(new OutcomeUnknown(cause));
    this.#planFlush();
  }

  // Only when somebody waits, so that a log that cannot be opened is tried once per append.
  async #restart(): Promise<void> {
    if (this.#isStarting || this.#waiting.length === 0) return;
    this.#isStarting = true;
    try {
      await this.#start();
    } catch (error) {
      this.#waitingCharacters = 0;
      refuse(this.#waiting.splice(0), new StoreRefused(reasonOf(error)));
    } finally {
      this.#isStarting = false;
      this.#planFlush();
    }
  }
}

function messageOf(batch: readonly WaitingAppend[]): AppendBatch {
  return {
    streams: batch.map(({ stream }) => stream),
    expected: batch.map(({ expected }) => expected),
    counts: batch.map(({ count }) => count),
    bodies: batch.map(({ body }) => body),
  };
}

function answer(append: WaitingAppend, position: number, revision: number): void {
  const { stream, expected, count, resolve, reject } = append;
  if (position === 0) reject(new VersionConflict(stream, expected, revision));
  else if (count === 1) resolve({ revision, position: BigInt(position) });
  else resolve({ revision, position: BigInt(position), positions: upTo(position, count) });
}

// The events of an append stand side by side in this log.
const upTo = (position: number, count: number): readonly bigint[] =>
  Array.from({ length: count }, (_, index) => BigInt(position - count + 1 + index));

function refuse(batch: readonly WaitingAppend[], refusal: StoreRefused): void {
  for (const { reject } of batch) reject(refusal);
}

const refusalOf = ({ refused: reason, isFull }: Extract<BatchOutcome, { refused: string }>) =>
  isFull ? new DiskFull(reason) : new StoreRefused(reason);
