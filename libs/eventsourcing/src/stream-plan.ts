import type { Aggregate, DueBooking } from './aggregate.ts';
import type { View } from './answer.ts';
import type { Submission, Decided, Met } from './submissions.ts';
import type { Instant } from './clock.ts';
import { storedInParts, type StoredCommand } from './command-parts.ts';
import type { Decision, StreamTypes } from './decider.ts';
import { encoded, requireSmall, type Origin } from './encode-command.ts';
import { APPEND_BYTES_MAX, type NewEvent, type Revision } from './event-store.ts';
import { foldedAt } from './folded-at.ts';
import type { Head } from './hash-chain.ts';
import type { LoadedStream } from './loaded-snapshot.ts';
import { recognised, type Recognised } from './recognised.ts';
import { rehearsed, type Reached } from './rehearsal.ts';
import { isSteps, resultOf, type Steps, type Stepwise } from './turns.ts';
import { storedWhole } from './whole-append.ts';

/** How a decision is recorded: of any size or not, and what the archive had for it. */
interface Recording<T extends StreamTypes> {
  readonly anySize: boolean;
  readonly archived: ReadonlyMap<string, T['Record']>;
}

const DUE: Recording<never> = { anySize: true, archived: new Map<string, never>() };

/**
 * What a stream stores next, in the making: commands are decided one after the other, each on what
 * those before it left, and their events encoded once. All of it is one append, but for a command
 * too large for that, which is a plan of its own. Nothing is kept of it if an append fails.
 */
export class StreamPlan<T extends StreamTypes> {
  readonly #append: NewEvent[] = [];
  #inParts: readonly (readonly NewEvent[])[] | undefined;
  #state: T['State'];
  #head: Head;
  #recordedAt: Instant | '';
  #bytes = 0;
  readonly #stream: string;
  readonly #aggregate: Aggregate<T>;
  readonly #loaded: LoadedStream<T>;
  readonly #newKeys = new Map<string, Revision>();

  constructor(stream: string, aggregate: Aggregate<T>, loaded: LoadedStream<T>) {
    this.#stream = stream;
    this.#aggregate = aggregate;
    this.#loaded = loaded;
    this.#state = loaded.state;
    this.#head = loaded.head;
    this.#recordedAt = loaded.recordedAt;
  }

  /** What is to be stored, one append after the other; nothing where nothing was decided. */
  get appends(): readonly (readonly NewEvent[])[] {
    if (this.#inParts !== undefined) return this.#inParts;
    return this.#append.length === 0 ? [] : [this.#append];
  }

  /** Whether the next command has to wait for another plan. */
  get isFull(): boolean {
    const { lookUps } = this.#aggregate;
    return (
      this.#bytes >= APPEND_BYTES_MAX / 2 || lookUps.reachFurther(this.#state, this.#loaded.state)
    );
  }

  /** The stream as it will be once the plan is stored. */
  loaded(): LoadedStream<T> {
    const { keys, snapshotRevision } = this.#loaded;
    for (const [key, first] of this.#newKeys) keys.set(key, first);
    const [state, head, recordedAt] = [this.#state, this.#head, this.#recordedAt];
    return { state, head, recordedAt, keys, snapshotRevision };
  }

  /**
   * Books what is due by now. It stays booked whatever becomes of the command behind it. Answers
   * whether all of it fitted.
   */
  *bookDue(clock: Instant): Steps<boolean> {
    const now = this.#decisionInstant(clock);
    const due = this.#due(now);
    return due === null || (yield* this.#bookAll(due, now));
  }

  #due(now: Instant): ReturnType<Aggregate<T>['due']> {
    return this.#aggregate.due(this.#state, now, this.#head.revision);
  }

  *#bookAll(first: Stepwise<DueBooking<T> | null>, now: Instant): Steps<boolean> {
    for (let next = first; ; next = this.#due(now)) {
      const due = yield* resultOf(next);
      if (due === null) return true;
      const { key, requestHash, actor } = due;
      const origin = { key, requestHash, actor, correlationId: key };
      if (this.isFull || !(yield* this.#record(due, origin, now))) return false;
      yield;
    }
  }

  /**
   * Decides a command, or throws why not. The key is looked at before any rule (D10); what is due is
   * booked before the command (D4).
   */
  *decide(submission: Submission<T>, met: Met<T>, clock: Instant): Steps<Decided<T>> {
    const { archived } = met;
    const { requestHash, repeat } = this.#recognised(submission, met, this.#state);
    if (repeat !== undefined) return repeat;
    const now = this.#decisionInstant(clock);
    const due = this.#due(now);
    const isReady = due === null || (yield* this.#bookAll(due, now));
    if (!isReady || this.#namesUnstored(submission.command, archived)) return { kind: 'LATER' };
    const { key, actor } = submission;
    const context = { now, revision: this.#head.revision, actor, requestHash, archived };
    const deciding = this.#aggregate.decide(submission.command, this.#state, context);
    const decision = isSteps(deciding) ? yield* deciding : deciding;
    const origin = { key, requestHash, actor, correlationId: submission.correlationId ?? key };
    const firstRevision = this.#head.revision + 1;
    const anySize = !this.#aggregate.refusals.mayBeTooLarge(submission.command);
    if (!(yield* this.#record(decision, origin, now, { anySize, archived })))
      return { kind: 'LATER' };
    const { revision: lastRevision } = this.#head;
    return { kind: 'DONE', events: decision.events, firstRevision, lastRevision, recordedAt: now };
  }

  /** What would happen to commands, one after the other. A dry run books and records nothing. */
  *rehearse(
    submissions: readonly Submission<T>[],
    met: (submission: Submission<T>) => Met<T>,
    clock: Instant,
  ): Steps<readonly Decided<T>[] | 'LATER'> {
    if (
      submissions.some((submission) =>
        this.#namesUnstored(submission.command, met(submission).archived),
      )
    )
      return 'LATER';
    const now = this.#decisionInstant(clock);
    const from = yield* this.#afterDue(now);
    const stage = { aggregate: this.#aggregate, now, from, met };
    return yield* rehearsed(submissions, { ...stage, recognised: this.#recognised.bind(this) });
  }

  #recognised(submission: Submission<T>, met: Met<T>, state: T['State']): Recognised<T> {
    const own = this.#firstUse(submission, met);
    return recognised(this.#aggregate, submission, { ...met, own, state });
  }

  #firstUse({ key }: Submission<T>, { usedAt }: Met<T>): Revision | undefined {
    return this.#newKeys.get(key) ?? this.#loaded.keys.get(key) ?? usedAt;
  }

  // What this very append records can be read when it is stored, and not before.
  #namesUnstored(command: T['Command'], archived: ReadonlyMap<string, T['Record']>): boolean {
    const { lookUps } = this.#aggregate;
    if (this.#append.length === 0 || !lookUps.looksBack(command)) return false;
    const { revision: stored } = this.#loaded.head;
    return lookUps
      .namedBy(command, this.#state, archived)
      .some((id) => (lookUps.placeOf(this.#state, id) ?? 0) > stored);
  }

  /** The state as it would be with everything due booked, for those who only ask. */
  *#afterDue(now: Instant): Steps<Reached<T>> {
    let state = this.#state;
    let { revision } = this.#head;
    for (;;) {
      const due = yield* resultOf(this.#aggregate.due(state, now, revision));
      if (due === null) return { state, revision };
      revision += due.events.length;
      state = due.state;
      yield;
    }
  }

  /** The state at an instant, for those who only look. */
  *view(clock: Instant): Steps<View<T>> {
    const now = this.#decisionInstant(clock);
    const { state, revision } = yield* this.#afterDue(now);
    return { state, now, revision, isAhead: revision > this.#head.revision };
  }

  // I14: time does not run backwards within a stream, whatever the clock does.
  #decisionInstant(clock: Instant): Instant {
    return this.#recordedAt !== '' && this.#recordedAt > clock ? this.#recordedAt : clock;
  }

  // Nothing of the plan changes if the events turn out too large, for a command or for this append.
  *#record(
    decision: Decision<T>,
    origin: Origin,
    now: Instant,
    { anySize, archived }: Recording<T> = DUE,
  ): Steps<boolean> {
    const start = { stream: this.#stream, head: this.#head };
    const encoding = encoded(decision, { ...origin, recordedAt: now }, this.#aggregate);
    const events = isSteps(encoding) ? yield* encoding : encoding;
    if (!anySize) requireSmall(events, this.#aggregate.refusals);
    const storing = storedWhole(start, events);
    const whole = isSteps(storing) ? yield* storing : storing;
    if (this.#bytes > 0 && this.#bytes + (whole?.bytes ?? Infinity) > APPEND_BYTES_MAX)
      return false;
    if (whole === null) {
      const parts = yield* storedInParts(start, events);
      this.#inParts = parts.appends;
      const from = { state: this.#state, revision: this.#head.revision };
      const state = yield* foldedAt(this.#aggregate, from, {
        ...decision,
        ...parts,
        origin,
        archived,
      });
      this.#take(parts, state, origin);
    } else {
      this.#append.push(...(whole.appends[0] as readonly NewEvent[]));
      this.#take(whole, decision.state, origin);
    }
    this.#recordedAt = now;
    return true;
  }

  #take({ bytes, head }: StoredCommand, state: T['State'], { key }: Origin): void {
    this.#newKeys.set(key, this.#head.revision + 1);
    this.#bytes += bytes;
    this.#head = head;
    this.#state = state;
  }
}
