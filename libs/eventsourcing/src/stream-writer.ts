import type { CommandResult, View } from './answer.ts';
import { appendKnown, appendMore } from './append-known.ts';
import type { Clock, Timer } from './clock.ts';
import { decideBatch } from './decide-batch.ts';
import {
  HistoryCut,
  TooContended,
  VersionConflict,
  type Appended,
  type NewEvent,
  type Revision,
} from './event-store.ts';
import type { LoadedStream, StreamSource } from './loaded-snapshot.ts';
import { NO_POSITIONS, positionsOf, type PositionOf } from './positions.ts';
import { submissionsToPrepare, prepareAll, type Prepared } from './preparation.ts';
import type { Submission } from './submissions.ts';
import { StreamPlan } from './stream-plan.ts';
import { StreamMemory } from './stream-memory.ts';
import type { Aggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';
import { tellAll } from './tell-outcomes.ts';
import { ENDLESS_TURN, inTurns, type Turns } from './turns.ts';
import { TooManyWaiting, type Submitter, type Rehearsed, type Waiting } from './waiting.ts';

export interface WriterSurroundings extends StreamSource {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Told whenever the writer has nothing left to do. */
  readonly served?: () => void;
  /** Told when the stream cannot be loaded because some of its history is missing. */
  readonly cut?: (cut: HistoryCut) => void;
}

const WAITING_MAX = 20_000;
const BATCH_MAX = 512;
const CONFLICTS_MAX = 20;

/**
 * The one writer of a stream in this process. Commands that arrive while an append is in flight
 * wait and make up the next one. Other writers may write the same stream: the expected revision
 * protects it, and on a conflict the batch is decided again on what they wrote.
 */
export class StreamWriter<T extends StreamTypes> {
  readonly #stream: string;
  readonly #aggregate: Aggregate<T>;
  readonly #around: WriterSurroundings;
  readonly #place: WriterSurroundings & {
    readonly stream: string;
    readonly aggregate: Aggregate<T>;
  };
  #waiting: Waiting<T>[] = [];
  #isRunning = false;
  readonly #memory: StreamMemory<T>;

  constructor(stream: string, aggregate: Aggregate<T>, around: WriterSurroundings) {
    this.#stream = stream;
    this.#aggregate = aggregate;
    this.#around = around;
    this.#place = { ...around, stream, aggregate };
    this.#memory = new StreamMemory(stream, aggregate, around);
  }

  /** How many keys, and so about how many events, it keeps in memory. */
  get remembered(): number {
    return this.#memory.remembered;
  }

  /** Whether nothing waits and nothing is in flight, so that forgetting the writer loses nothing. */
  get isIdle(): boolean {
    return !this.#isRunning && this.#waiting.length === 0;
  }

  submit(submission: Submission<T>): Promise<CommandResult<T>> {
    return new Promise((resolve, reject) => this.submitFor(submission, { resolve, reject }));
  }

  /** Asks for somebody who waits for many answers at once, and needs no promise of each. */
  submitFor(submission: Submission<T>, { resolve, reject }: Submitter<T>): void {
    this.#enqueue({ kind: 'COMMAND', submission: submission, resolve, reject });
  }

  /** Asks what would happen to a command at this moment. */
  rehearse(submission: Submission<T>): Promise<CommandResult<T>> {
    return new Promise((resolve, reject) => this.rehearseAll([{ submission, resolve, reject }]));
  }

  /** Asks what would happen to commands, one after the other, at this moment. */
  rehearseAll(rehearsals: readonly Rehearsed<T>[]): void {
    const reject = (error: unknown) => {
      for (const each of rehearsals) each.reject(error);
    };
    this.#enqueue({ kind: 'REHEARSAL', rehearsals, reject });
  }

  /** The state as of now, others' events and everything due included. */
  view(): Promise<View<T>> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ kind: 'VIEW', resolve, reject });
    });
  }

  /** Books what is due, for no caller. */
  bookDue(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ kind: 'DUE', resolve, reject });
    });
  }

  get #turns(): Turns {
    return this.#around.turns ?? ENDLESS_TURN;
  }

  #enqueue(waiting: Waiting<T>): void {
    if (this.#waiting.length >= WAITING_MAX) waiting.reject(new TooManyWaiting(WAITING_MAX));
    else this.#waiting.push(waiting);
    if (this.#isRunning) return;
    this.#isRunning = true;
    // What else is submitted in this turn is in the first batch already.
    queueMicrotask(() => void this.#run());
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_MAX);
      try {
        await this.#serve(batch);
      } catch (error) {
        // What is known of the stream may be wrong now, so it is read again for the next batch.
        this.#memory.forget();
        if (error instanceof HistoryCut) this.#around.cut?.(error);
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isRunning = false;
    this.#around.served?.();
  }

  async #serve(batch: Waiting<T>[]): Promise<void> {
    let isFresh = batch.some(({ kind }) => kind === 'VIEW');
    for (let attempt = 0; attempt < CONFLICTS_MAX; attempt += 1) {
      const ready = this.#ready(batch, isFresh);
      const { loaded, met } = ready instanceof Promise ? await ready : ready;
      const plan = new StreamPlan(this.#stream, this.#aggregate, loaded);
      const deciding = { met, plan, clock: this.#around.clock.now() };
      const decided = inTurns(decideBatch(batch, deciding), this.#turns);
      const outcomes = decided instanceof Promise ? await decided : decided;
      // What did not fit waits on, whatever becomes of this append.
      if (outcomes.length < batch.length) this.#waiting.unshift(...batch.splice(outcomes.length));
      const appended = await this.#appendAll(loaded, plan.appends);
      if (appended === 'CONFLICT') continue;
      // An append proves that nobody else had written. A refusal has to look.
      if (appended === undefined && !isFresh) {
        isFresh = true;
        if ((await this.#memory.caughtUp()).head.revision > loaded.head.revision) continue;
      }
      const after = plan.loaded();
      this.#memory.keep(after);
      const found = this.#positionsOf(appended, loaded.head.revision, plan.appends.length);
      const positions = found instanceof Promise ? await found : found;
      tellAll(batch, outcomes, { ...this.#place, positions, state: after.state });
      return;
    }
    throw new TooContended(`${this.#stream} was written by others ${CONFLICTS_MAX} times`);
  }

  // Nearly every batch finds all it needs in memory, and to wait for nothing still costs a turn.
  #ready(batch: readonly Waiting<T>[], fresh: boolean): Prepared<T> | Promise<Prepared<T>> {
    const brought = this.#memory.brought(fresh);
    return brought instanceof Promise
      ? brought.then((loaded) => this.#prepared(batch, loaded))
      : this.#prepared(batch, brought);
  }

  #prepared(
    batch: readonly Waiting<T>[],
    loaded: LoadedStream<T>,
  ): Prepared<T> | Promise<Prepared<T>> {
    const submissions = submissionsToPrepare(batch, loaded, this.#aggregate.lookUps);
    if (submissions.length === 0) return { loaded, met: null };
    return prepareAll(submissions, loaded, this.#place).then((met) => ({ loaded, met }));
  }

  #positionsOf(
    appended: Appended | undefined,
    before: Revision,
    appends: number,
  ): PositionOf | Promise<PositionOf> {
    if (appended === undefined) return NO_POSITIONS;
    // What is stored in several appends is one command, and its receipt names its end.
    if (appends > 1) return () => appended.position;
    return positionsOf(appended, { stream: this.#stream, before, events: this.#around.events });
  }

  #appendAll(
    { head }: LoadedStream<T>,
    appends: readonly (readonly NewEvent[])[],
  ): undefined | Promise<Appended | 'CONFLICT'> {
    const [first, ...more] = appends;
    if (first === undefined) return undefined;
    const conflicting = (error: unknown) => this.#conflicting(error);
    const append = { stream: this.#stream, expected: head.revision, events: first };
    const appended = appendKnown(this.#around, append, conflicting);
    return more.length === 0
      ? appended
      : appendMore(this.#around, { stream: this.#stream, after: appended, more }, conflicting);
  }

  async #conflicting(error: unknown): Promise<'CONFLICT'> {
    if (!(error instanceof VersionConflict)) throw error;
    await this.#memory.caughtUp();
    return 'CONFLICT';
  }
}
