import type { Clock, Instant, Timer } from './clock.ts';
import {
  OutcomeUnknown,
  VersionConflict,
  type Appended,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type Revision,
} from './event-store.ts';
import {
  catchUp,
  loadStream,
  metadataOf,
  type KeyEntry,
  type LoadedStream,
  type StreamSource,
} from './loaded-stream.ts';
import { decodeState } from './state-json.ts';
import { StreamPlan, type Ask, type Decided, type Prepared } from './stream-plan.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

/** What a command did: its own events, and where they are; a dry run is nowhere. */
export interface Answer<State, Event> {
  readonly events: readonly Event[];
  /** The stream's state when it was answered. */
  readonly state: State;
  readonly receipt: {
    readonly position: Position;
    readonly firstRevision: Revision;
    readonly lastRevision: Revision;
    readonly recordedAt: Instant;
    readonly replayed: boolean;
  } | null;
}

/** The writer has as many commands waiting as it may. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting';
}

/** Nobody waited for this command any more, so it was not decided. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

export interface WriterSurroundings extends StreamSource {
  readonly clock: Clock;
  readonly timer: Timer;
}

/** A folded state at an instant, with everything due by then. */
export interface View<State> {
  readonly state: State;
  readonly now: Instant;
  readonly revision: Revision;
}

type Waiting<State, Command, Event> = { readonly reject: (error: unknown) => void } & (
  | {
      readonly kind: 'ASK';
      readonly ask: Ask<Command>;
      readonly resolve: (answer: Answer<State, Event>) => void;
    }
  | { readonly kind: 'VIEW'; readonly resolve: (view: View<State>) => void }
  | { readonly kind: 'DUE'; readonly resolve: () => void }
);

const WAITING_MAX = 20_000;
const BATCH_MAX = 512;
const CONFLICTS_MAX = 20;
const SENDS_MAX = 6;
const RESEND_AFTER_MS = 50;
const RETIRE_EVERY = 256;

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

  /** Whether nothing waits and nothing is in flight, so that forgetting the writer loses nothing. */
  get isIdle(): boolean {
    return !this.#isRunning && this.#waiting.length === 0;
  }

  ask(ask: Ask<Command>): Promise<Answer<State, Event>> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ kind: 'ASK', ask, resolve, reject });
    });
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
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // Whoever else asks in this turn is in the first batch already.
    await Promise.resolve();
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
  }

  async #serve(batch: readonly Waiting<State, Command, Event>[]): Promise<void> {
    for (let attempt = 0; attempt < CONFLICTS_MAX; attempt += 1) {
      const loaded = await this.#current(batch.some(({ kind }) => kind === 'VIEW'));
      const prepared = await this.#prepare(batch, loaded);
      const plan = new StreamPlan(this.#stream, this.#rules, loaded);
      const decided = this.#decideAll(batch, prepared, plan);
      const appended = await this.#appendUnlessConflict(loaded, plan.events);
      if (appended === 'CONFLICT') continue;
      this.#loaded = plan.loaded();
      this.#waiting.unshift(...batch.slice(decided.length));
      await this.#answerAll(batch, decided, {
        position: appended?.position ?? 0n,
        state: this.#loaded.state,
      });
      return;
    }
    throw new OutcomeUnknown(`${this.#stream} was written by others ${CONFLICTS_MAX} times`);
  }

  async #current(fresh: boolean): Promise<LoadedStream<State>> {
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

  // What the snapshot has made permanent can be found there, so it need not be remembered here.
  async #retired(loaded: LoadedStream<State>): Promise<LoadedStream<State>> {
    const latest = await this.#around.snapshots.latest(this.#stream);
    if (latest === undefined || latest.revision <= loaded.snapshotRevision) return loaded;
    const { revision } = latest;
    const at = latest.recordedAt as Instant;
    const { state } = this.#rules.retire(loaded.state, { revision, at });
    const keys = new Map([...loaded.keys].filter(([, entry]) => entry.lastRevision > revision));
    return { ...loaded, state, keys, snapshotRevision: revision };
  }

  async #prepare(
    batch: readonly Waiting<State, Command, Event>[],
    loaded: LoadedStream<State>,
  ): Promise<ReadonlyMap<Ask<Command>, Prepared<Command, Record>>> {
    const asks = batch.flatMap((waiting) => (waiting.kind === 'ASK' ? [waiting.ask] : []));
    const prepared = new Map<Ask<Command>, Prepared<Command, Record>>();
    if (loaded.snapshotRevision === 0) {
      for (const ask of asks) prepared.set(ask, { ask, receipt: undefined, archived: NOTHING });
      return prepared;
    }
    const unknown = asks.filter(({ key }) => !loaded.keys.has(key)).map(({ key }) => key);
    const found = await this.#around.snapshots.receipts(this.#stream, unknown);
    const receipts = new Map(unknown.map((key, index) => [key, found[index]]));
    for (const ask of asks)
      prepared.set(ask, {
        ask,
        receipt: receipts.get(ask.key),
        archived: await this.#archivedFor(ask.command, loaded.state),
      });
    return prepared;
  }

  // What a command names may name more (a consumption its lots), so it is asked until nothing is new.
  async #archivedFor(command: Command, state: State): Promise<ReadonlyMap<string, Record>> {
    const archived = new Map<string, Record>();
    const missing = new Set<string>();
    for (;;) {
      const named = this.#rules
        .namedBy(command, state, archived)
        .filter((id) => !archived.has(id) && !missing.has(id));
      if (named.length === 0) return archived;
      const records = await this.#around.snapshots.archived(this.#stream, named);
      named.forEach((id, index) => {
        const record = records[index];
        if (record === undefined) missing.add(id);
        else archived.set(id, decodeState(record) as Record);
      });
    }
  }

  #decideAll(
    batch: readonly Waiting<State, Command, Event>[],
    prepared: ReadonlyMap<Ask<Command>, Prepared<Command, Record>>,
    plan: StreamPlan<State, Command, Event, Record>,
  ): readonly Outcome<State, Event>[] {
    const clock = this.#around.clock.now();
    const outcomes: Outcome<State, Event>[] = [];
    for (const waiting of batch) {
      if (plan.isFull) break;
      const outcome = this.#decide(waiting, { prepared, plan, clock });
      if (outcome.kind === 'LATER') break;
      outcomes.push(outcome);
    }
    return outcomes;
  }

  #decide(
    waiting: Waiting<State, Command, Event>,
    {
      prepared,
      plan,
      clock,
    }: {
      readonly prepared: ReadonlyMap<Ask<Command>, Prepared<Command, Record>>;
      readonly plan: StreamPlan<State, Command, Event, Record>;
      readonly clock: Instant;
    },
  ): Outcome<State, Event> {
    if (waiting.kind === 'VIEW') return { kind: 'VIEW', view: plan.view(clock) };
    if (waiting.kind === 'DUE') return plan.bookDue(clock) ? { kind: 'BOOKED' } : { kind: 'LATER' };
    const { ask } = waiting;
    if (ask.isAbandoned?.() === true)
      return { kind: 'REFUSED', error: new Abandoned('nobody waits for the answer') };
    return plan.decide(prepared.get(ask) ?? { ask, receipt: undefined, archived: NOTHING }, clock);
  }

  async #appendUnlessConflict(
    { head }: LoadedStream<State>,
    events: readonly NewEvent[],
  ): Promise<Appended | undefined | 'CONFLICT'> {
    if (events.length === 0) return undefined;
    try {
      return await this.#append(head.revision, events);
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      if (this.#loaded !== undefined) this.#loaded = await this.#caughtUp(this.#loaded);
      return 'CONFLICT';
    }
  }

  // An unknown outcome is never guessed: the same bytes at the same place are stored once.
  async #append(expected: Revision, events: readonly NewEvent[]): Promise<Appended> {
    for (let sent = 1; ; sent += 1) {
      try {
        return await this.#around.events.append(this.#stream, expected, events);
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || sent === SENDS_MAX) throw error;
        await this.#around.timer.sleep(RESEND_AFTER_MS * 2 ** (sent - 1));
      }
    }
  }

  async #answerAll(
    batch: readonly Waiting<State, Command, Event>[],
    outcomes: readonly Outcome<State, Event>[],
    { position, state }: { readonly position: Position; readonly state: State },
  ): Promise<void> {
    for (const [index, outcome] of outcomes.entries()) {
      const waiting = batch[index] as Waiting<State, Command, Event>;
      if (outcome.kind === 'REFUSED') waiting.reject(outcome.error);
      else if (waiting.kind === 'DUE') waiting.resolve();
      else if (waiting.kind === 'VIEW') {
        if (outcome.kind === 'VIEW') waiting.resolve(outcome.view);
      } else if (outcome.kind === 'REPLAY')
        waiting.resolve(await this.#replay(waiting.ask, outcome.entry, state));
      else if (outcome.kind === 'DRY')
        waiting.resolve({ events: outcome.events, state, receipt: null });
      else if (outcome.kind === 'DONE') waiting.resolve({ ...answerOf(outcome, position), state });
    }
  }

  /** The answer given before, read from the command's own events. */
  async #replay(
    { dryRun }: Ask<Command>,
    entry: KeyEntry,
    state: State,
  ): Promise<Answer<State, Event>> {
    const { firstRevision, lastRevision } = entry;
    const count = lastRevision - firstRevision + 1;
    const recorded = await this.#around.events.readStream(this.#stream, firstRevision, count);
    const last = recorded.at(-1) as RecordedEvent;
    const events = recorded.map((event) =>
      this.#rules.decodeEvent(event.type, event.data, metadataOf(event).occurredAt),
    );
    if (dryRun) return { events, state, receipt: null };
    const { recordedAt } = metadataOf(last);
    const receipt = { position: last.position, firstRevision, lastRevision, recordedAt };
    return { events, state, receipt: { ...receipt, replayed: true } };
  }
}

type Outcome<State, Event> =
  | Decided<Event>
  | { readonly kind: 'VIEW'; readonly view: View<State> }
  | { readonly kind: 'BOOKED' };

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

function answerOf<Event>(
  { events, entry, recordedAt }: Extract<Decided<Event>, { kind: 'DONE' }>,
  position: Position,
): Omit<Answer<never, Event>, 'state'> {
  const { firstRevision, lastRevision } = entry;
  return {
    events,
    receipt: { position, firstRevision, lastRevision, recordedAt, replayed: false },
  };
}
