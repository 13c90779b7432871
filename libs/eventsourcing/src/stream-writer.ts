import type { Answer, View } from './answer.ts';
import { appendKnown } from './append-known.ts';
import type { Clock, Timer } from './clock.ts';
import { decideBatch } from './decide-batch.ts';
import {
  OutcomeUnknown,
  VersionConflict,
  type Appended,
  type NewEvent,
  type Revision,
} from './event-store.ts';
import {
  catchUp,
  loadStream,
  retired,
  type LoadedStream,
  type StreamSource,
} from './loaded-stream.ts';
import { NO_POSITIONS, positionsOf, type PositionOf } from './positions.ts';
import { asksToPrepare, prepareAll, type Prepared } from './preparation.ts';
import { replay } from './replay.ts';
import { StreamPlan, type Ask } from './stream-plan.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';
import { answerOf, TooManyWaiting, type Asker, type Outcome, type Waiting } from './waiting.ts';

export interface WriterSurroundings extends StreamSource {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Told whenever the writer has nothing left to do. */
  readonly served?: () => void;
}

const WAITING_MAX = 20_000;
const BATCH_MAX = 512;
const CONFLICTS_MAX = 20;
const RETIRE_EVERY = 64;

/**
 * The one writer of a stream in this process. Commands that arrive while an append is in flight
 * wait and make up the next one. Other writers may write the same stream: the expected revision
 * protects it, and on a conflict the batch is decided again on what they wrote.
 */
export class StreamWriter<State, Command, Event extends DecidedEvent, Record> {
  readonly #stream: string;
  readonly #rules: StreamRules<State, Command, Event, Record>;
  readonly #around: WriterSurroundings;
  #waiting: Waiting<State, Command, Event>[] = [];
  #isRunning = false;
  #loaded: LoadedStream<State> | undefined;
  #retireAt: Revision = 0;

  constructor(
    stream: string,
    rules: StreamRules<State, Command, Event, Record>,
    around: WriterSurroundings,
  ) {
    this.#stream = stream;
    this.#rules = rules;
    this.#around = around;
  }

  /** How many keys, and so about how many events, it keeps in memory. */
  get remembered(): number {
    return this.#loaded?.keys.size ?? 0;
  }

  /** Whether nothing waits and nothing is in flight, so that forgetting the writer loses nothing. */
  get isIdle(): boolean {
    return !this.#isRunning && this.#waiting.length === 0;
  }

  ask(ask: Ask<Command>): Promise<Answer<State, Event>> {
    return new Promise((resolve, reject) => this.askFor(ask, { resolve, reject }));
  }

  /** Asks for somebody who waits for many answers at once, and needs no promise of each. */
  askFor(ask: Ask<Command>, { resolve, reject }: Asker<State, Event>): void {
    this.#enqueue({ kind: 'ASK', ask, resolve, reject });
  }

  /** The state as of now, others' events and everything due included. */
  view(): Promise<View<State>> {
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

  #enqueue(waiting: Waiting<State, Command, Event>): void {
    if (this.#waiting.length >= WAITING_MAX)
      waiting.reject(new TooManyWaiting(`${this.#stream} has ${WAITING_MAX} commands waiting`));
    else this.#waiting.push(waiting);
    if (this.#isRunning) return;
    this.#isRunning = true;
    // Whoever else asks in this turn is in the first batch already.
    queueMicrotask(() => void this.#run());
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_MAX);
      try {
        await this.#serve(batch);
      } catch (error) {
        // What is known of the stream may be wrong now, so it is read again for the next batch.
        this.#loaded = undefined;
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isRunning = false;
    this.#around.served?.();
  }

  async #serve(batch: Waiting<State, Command, Event>[]): Promise<void> {
    let isFresh = batch.some(({ kind }) => kind === 'VIEW');
    for (let attempt = 0; attempt < CONFLICTS_MAX; attempt += 1) {
      const ready = this.#ready(batch, isFresh);
      const { loaded, met } = ready instanceof Promise ? await ready : ready;
      const plan = new StreamPlan(this.#stream, this.#rules, loaded);
      const decided = decideBatch(batch, { met, plan, clock: this.#around.clock.now() });
      // What did not fit waits on, whatever becomes of this append.
      if (decided.length < batch.length) this.#waiting.unshift(...batch.splice(decided.length));
      const appended =
        plan.events.length === 0 ? undefined : await this.#appendUnlessConflict(loaded, plan);
      if (appended === 'CONFLICT') continue;
      // An append proves that nobody else had written. A refusal has to look.
      if (appended === undefined && !isFresh) {
        isFresh = true;
        this.#loaded = await this.#caughtUp(loaded);
        if (this.#loaded.head.revision > loaded.head.revision) continue;
      }
      const after = plan.loaded();
      this.#loaded = after;
      const found = this.#positionsOf(appended, loaded.head.revision);
      const positions = found instanceof Promise ? await found : found;
      this.#answerAll(batch, decided, { positions, state: after.state });
      return;
    }
    throw new OutcomeUnknown(`${this.#stream} was written by others ${CONFLICTS_MAX} times`);
  }

  // Nearly every batch finds all it needs in memory, and to wait for nothing still costs a turn.
  #ready(
    batch: readonly Waiting<State, Command, Event>[],
    fresh: boolean,
  ): Prepared<State, Command, Record> | Promise<Prepared<State, Command, Record>> {
    const loaded = this.#loaded;
    const isAtHand = loaded !== undefined && loaded.head.revision < this.#retireAt && !fresh;
    return isAtHand
      ? this.#prepared(batch, loaded)
      : this.#brought(fresh).then((brought) => this.#prepared(batch, brought));
  }

  #prepared(
    batch: readonly Waiting<State, Command, Event>[],
    loaded: LoadedStream<State>,
  ): Prepared<State, Command, Record> | Promise<Prepared<State, Command, Record>> {
    const asks = asksToPrepare(batch, loaded, this.#rules);
    if (asks.length === 0) return { loaded, met: null };
    const around = { ...this.#around, stream: this.#stream, rules: this.#rules };
    return prepareAll(asks, loaded, around).then((met) => ({ loaded, met }));
  }

  async #brought(fresh: boolean): Promise<LoadedStream<State>> {
    if (this.#loaded === undefined)
      this.#loaded = await loadStream(this.#stream, this.#rules, this.#around);
    else if (fresh) this.#loaded = await this.#caughtUp(this.#loaded);
    const { revision } = this.#loaded.head;
    if (revision >= this.#retireAt) {
      this.#loaded = await this.#retired(this.#loaded);
      this.#retireAt = revision + RETIRE_EVERY;
    }
    return this.#loaded;
  }

  #caughtUp(loaded: LoadedStream<State>): Promise<LoadedStream<State>> {
    const { events } = this.#around;
    return catchUp(this.#stream, loaded, { rules: this.#rules, events });
  }

  #retired(loaded: LoadedStream<State>): Promise<LoadedStream<State>> {
    return retired(loaded, this.#rules, { ...this.#around, stream: this.#stream });
  }

  #positionsOf(appended: Appended | undefined, before: Revision): PositionOf | Promise<PositionOf> {
    if (appended === undefined) return NO_POSITIONS;
    return positionsOf(appended, { stream: this.#stream, before, events: this.#around.events });
  }

  #appendUnlessConflict(
    { head }: LoadedStream<State>,
    { events }: { readonly events: readonly NewEvent[] },
  ): Promise<Appended | 'CONFLICT'> {
    const append = { stream: this.#stream, expected: head.revision, events };
    return appendKnown(this.#around, append, (error) => this.#conflicting(error));
  }

  async #conflicting(error: unknown): Promise<'CONFLICT'> {
    if (!(error instanceof VersionConflict)) throw error;
    if (this.#loaded !== undefined) this.#loaded = await this.#caughtUp(this.#loaded);
    return 'CONFLICT';
  }

  #answerAll(
    batch: readonly Waiting<State, Command, Event>[],
    outcomes: readonly Outcome<State, Event>[],
    { positions, state }: { readonly positions: PositionOf; readonly state: State },
  ): void {
    for (const [index, outcome] of outcomes.entries()) {
      const waiting = batch[index] as Waiting<State, Command, Event>;
      if (outcome.kind === 'REFUSED') waiting.reject(outcome.error);
      else if (waiting.kind === 'DUE') waiting.resolve();
      else if (waiting.kind === 'VIEW') {
        if (outcome.kind === 'VIEW') waiting.resolve(outcome.view);
      } else if (outcome.kind === 'REPLAY') this.#replay(waiting, outcome, state);
      else if (outcome.kind === 'DRY')
        waiting.resolve({ events: outcome.events, state, receipt: null });
      else if (outcome.kind === 'DONE') waiting.resolve({ ...answerOf(outcome, positions), state });
    }
  }

  // Reading an old answer keeps nobody waiting but who asked for it.
  #replay(
    { ask, resolve, reject }: Extract<Waiting<State, Command, Event>, { kind: 'ASK' }>,
    done: Extract<Outcome<State, Event>, { kind: 'REPLAY' }>,
    state: State,
  ): void {
    const { events } = this.#around;
    replay(done, { stream: this.#stream, rules: this.#rules, events }).then(
      (answer) => resolve({ ...answer, ...(ask.dryRun ? { receipt: null } : {}), state }),
      reject,
    );
  }
}
