import type { View } from './answer.ts';
import type { Instant } from './clock.ts';
import { APPEND_BYTES_MAX, type NewEvent, type Revision } from './event-store.ts';
import { usedBefore, type FormerKey, type FormerUse, type UsedKey } from './former-key.ts';
import { chain, type Actor, type Head } from './hash-chain.ts';
import type { LoadedStream } from './loaded-stream.ts';
import type { DecidedEvent, Decision, StreamRules } from './stream-rules.ts';

/** A command as it is asked: under which key, by whom, and whether only what would happen. */
export interface Ask<Command> {
  readonly command: Command;
  readonly key: string;
  /** Where such commands had their keys before these had a space of their own. */
  readonly former?: FormerKey | undefined;
  readonly actor: Actor;
  readonly correlationId?: string | undefined;
  readonly dryRun: boolean;
  /** Whether nobody waits for the answer any more. */
  readonly isAbandoned?: (() => boolean) | undefined;
}

/** What a command meets: where its key was used before, and the recorded things it asks for. */
export interface Met<Record> {
  readonly usedAt: Revision | undefined;
  /** What the asker itself did under the former key. */
  readonly formerly?: FormerUse | undefined;
  readonly archived: ReadonlyMap<string, Record>;
}

/** What became of a command before anything is stored. */
export type Decided<Event> =
  | {
      readonly kind: 'DONE';
      readonly events: readonly Event[];
      readonly firstRevision: Revision;
      readonly lastRevision: Revision;
      readonly recordedAt: Instant;
    }
  | { readonly kind: 'DRY'; readonly events: readonly Event[] }
  /** The key was used: what was done under it begins at a revision, if the same was asked. */
  | ({ readonly kind: 'REPLAY'; readonly requestHash: string } & UsedKey)
  /** The append is full; the command is decided in the next one. */
  | { readonly kind: 'LATER' }
  | { readonly kind: 'REFUSED'; readonly error: unknown };

/** A caller's command may bring at most this many bytes of event data. */
export const COMMAND_BYTES_MAX = 1_000_000;

interface Origin {
  readonly key: string;
  readonly requestHash: string;
  readonly actor: Actor;
  readonly correlationId: string;
}

/**
 * The next append of a stream in the making: commands are decided one after the other, each on
 * what those before it left, and their events encoded once. Nothing is kept of it if the append
 * fails.
 */
export class StreamPlan<State, Command, Event extends DecidedEvent, Record> {
  readonly events: NewEvent[] = [];
  #state: State;
  #head: Head;
  #recordedAt: Instant | '';
  #bytes = 0;
  readonly #stream: string;
  readonly #rules: StreamRules<State, Command, Event, Record>;
  readonly #loaded: LoadedStream<State>;
  readonly #newKeys = new Map<string, Revision>();

  constructor(
    stream: string,
    rules: StreamRules<State, Command, Event, Record>,
    loaded: LoadedStream<State>,
  ) {
    this.#stream = stream;
    this.#rules = rules;
    this.#loaded = loaded;
    this.#state = loaded.state;
    this.#head = loaded.head;
    this.#recordedAt = loaded.recordedAt;
  }

  /** Whether the append is full, so that the next command has to wait for another. */
  get isFull(): boolean {
    return this.#bytes >= COMMAND_BYTES_MAX / 2;
  }

  /** The stream as it will be once the plan is stored. */
  loaded(): LoadedStream<State> {
    for (const [key, first] of this.#newKeys) this.#loaded.keys.set(key, first);
    return {
      state: this.#state,
      head: this.#head,
      recordedAt: this.#recordedAt,
      keys: this.#loaded.keys,
      snapshotRevision: this.#loaded.snapshotRevision,
    };
  }

  /**
   * Books what is due by now. It stays booked whatever becomes of the command behind it. Answers
   * whether all of it fitted.
   */
  bookDue(clock: Instant): boolean {
    const now = this.#decisionInstant(clock);
    while (!this.isFull) {
      const due = this.#rules.due(this.#state, now, this.#head.revision);
      if (due === null) return true;
      const { key, requestHash, actor } = due;
      const origin = { key, requestHash, actor, correlationId: key };
      if (!this.#record(due, origin, now)) return false;
    }
    return false;
  }

  decide(ask: Ask<Command>, met: Met<Record>, clock: Instant): Decided<Event> {
    try {
      return this.#decide(ask, met, clock);
    } catch (error) {
      return { kind: 'REFUSED', error };
    }
  }

  // The key is looked at before any rule (D10); what is due is booked before the command (D4).
  #decide(ask: Ask<Command>, met: Met<Record>, clock: Instant): Decided<Event> {
    const { archived } = met;
    const requestHash = this.#rules.fingerprint(ask.command, this.#state, archived);
    const own = this.#newKeys.get(ask.key) ?? this.#loaded.keys.get(ask.key) ?? met.usedAt;
    const before = usedBefore(ask, { own, formerly: met.formerly, requestHash });
    if (before !== undefined) return { kind: 'REPLAY', ...before, requestHash };
    const now = this.#decisionInstant(clock);
    if (!this.#isReadyFor(ask, archived, clock)) return { kind: 'LATER' };
    // Only a dry run has left something due unbooked.
    const { state, revision } = ask.dryRun
      ? this.#afterDue(now)
      : { state: this.#state, revision: this.#head.revision };
    const decision = this.#rules.decide(ask.command, state, {
      now,
      revision,
      actor: ask.actor,
      requestHash,
      archived,
    });
    const { events } = decision;
    if (ask.dryRun) return { kind: 'DRY', events };
    const { key, actor } = ask;
    const origin = { key, requestHash, actor, correlationId: ask.correlationId ?? key };
    if (!this.#record(decision, origin, now, !this.#rules.mayBeTooLarge(ask.command)))
      return { kind: 'LATER' };
    const firstRevision = this.#head.revision - events.length + 1;
    return {
      kind: 'DONE',
      events,
      firstRevision,
      lastRevision: this.#head.revision,
      recordedAt: now,
    };
  }

  // A dry run books nothing.
  #isReadyFor(
    { command, dryRun }: Ask<Command>,
    archived: ReadonlyMap<string, Record>,
    clock: Instant,
  ): boolean {
    return (dryRun || this.bookDue(clock)) && !this.#asksForUnstored(command, archived);
  }

  // What this very append records can be read when it is stored, and not before.
  #asksForUnstored(command: Command, archived: ReadonlyMap<string, Record>): boolean {
    if (this.events.length === 0 || !this.#rules.looksBack(command)) return false;
    const { revision: stored } = this.#loaded.head;
    return this.#rules
      .namedBy(command, this.#state, archived)
      .some((id) => (this.#rules.placeOf(this.#state, id) ?? 0) > stored);
  }

  /** The state as it would be with everything due booked, for those who only ask. */
  #afterDue(now: Instant): { readonly state: State; readonly revision: number } {
    let state = this.#state;
    let { revision } = this.#head;
    for (;;) {
      const due = this.#rules.due(state, now, revision);
      if (due === null) return { state, revision };
      revision += due.events.length;
      state = due.state;
    }
  }

  /** The state at an instant, for those who only look. */
  view(clock: Instant): View<State> {
    const now = this.#decisionInstant(clock);
    const { state, revision } = this.#afterDue(now);
    return { state, now, revision, isAhead: revision > this.#head.revision };
  }

  // I14: time does not run backwards within a stream, whatever the clock does.
  #decisionInstant(clock: Instant): Instant {
    return this.#recordedAt !== '' && this.#recordedAt > clock ? this.#recordedAt : clock;
  }

  // Nothing of the plan changes if the events turn out too large, for a command or for this append.
  #record(
    { events, state }: Decision<State, Event>,
    origin: Origin,
    now: Instant,
    anySize = true,
  ): boolean {
    let head = this.#head;
    let bytes = 0;
    const encoded: NewEvent[] = [];
    for (const event of events) {
      const { key: idempotencyKey, requestHash, actor, correlationId } = origin;
      const data = this.#rules.encodeData(event, state);
      bytes += Buffer.byteLength(data);
      const next = chain(
        { stream: this.#stream, head },
        { type: event.type, data },
        {
          tenantId: this.#rules.tenantId,
          occurredAt: event.occurredAt,
          recordedAt: now,
          actor,
          correlationId,
          idempotencyKey,
          requestHash,
          schemaVersion: this.#rules.schemaVersion,
        },
      );
      encoded.push(next.event);
      head = next.head;
    }
    if (!anySize && bytes > COMMAND_BYTES_MAX) throw this.#rules.tooLarge(bytes);
    if (this.#bytes > 0 && this.#bytes + bytes > APPEND_BYTES_MAX) return false;
    this.#bytes += bytes;
    this.events.push(...encoded);
    this.#newKeys.set(origin.key, this.#head.revision + 1);
    this.#state = state;
    this.#head = head;
    this.#recordedAt = now;
    return true;
  }
}
