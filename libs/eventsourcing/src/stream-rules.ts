import type { Instant } from './clock.ts';
import type { Revision } from './event-store.ts';
import type { Actor } from './hash-chain.ts';
import type { Stepwise } from './turns.ts';

/** An event as it is decided: what it is, when it happened, and what it carries. */
export interface DecidedEvent {
  readonly type: string;
  readonly occurredAt: Instant;
  readonly data: unknown;
}

/** What a decision may know besides the folded state. */
export interface DecisionContext<Record> {
  /** max(clock, last recordedAt) of the stream. */
  readonly now: Instant;
  /** The stream's revision before the decision's first event. */
  readonly revision: Revision;
  readonly actor: Actor;
  readonly requestHash: string;
  readonly archived: ReadonlyMap<string, Record>;
}

/** What was decided: the events, and the state that they leave. */
export interface Decision<State, Event> {
  readonly events: readonly Event[];
  readonly state: State;
}

/** Something that happens by itself: who books it, under which key, and what it is. */
export interface DueBooking<State, Event> extends Decision<State, Event> {
  readonly key: string;
  readonly requestHash: string;
  readonly actor: Actor;
}

/** Where a recorded event stands, for folding it. */
export interface FoldPlace {
  readonly revision: Revision;
  readonly requestHash: string;
}

/**
 * The rules of one stream, as the machinery needs them. All of it is pure; `decide` throws a
 * `Rejection` where the answer is no, and otherwise answers at least one event.
 */
export interface StreamRules<State, Command, Event extends DecidedEvent, Record> {
  readonly initial: State;
  /** Raised when snapshots of an earlier form must not be read. */
  readonly snapshotVersion: number;
  /**
   * What a snapshot has of a state: what is written each time, and the parts that changed after a
   * revision, by their ids. Both are encoded as states are.
   */
  snapshotOf(
    state: State,
    since: Revision,
  ): { readonly core: unknown; readonly parts: readonly (readonly [id: string, part: unknown])[] };
  /** The ids of parts that retired things had. */
  partsGone(retired: readonly (readonly [string, Record])[]): readonly string[];
  /** The state of a snapshot as it was written, without its parts. */
  restored(core: unknown): State;
  /** A restored state with more of its parts. */
  withParts(state: State, parts: readonly unknown[]): State;
  readonly schemaVersion: number;
  readonly tenantId: string;
  /**
   * The hash of the normalised request; may refuse what cannot be normalised. For one whose key was
   * used before, no key of texts is made: where that is gone, the hash is that of no request.
   */
  fingerprint(
    command: Command,
    state: State,
    archived: ReadonlyMap<string, Record>,
    isRepeat?: boolean,
  ): string;
  /**
   * Whether a command recorded these events although its hash differs: its texts were erased. Unset
   * where there are none.
   */
  isErasedRepeat?(command: Command, done: readonly Event[], state: State): boolean;
  /** What takes long is decided in steps. */
  decide(
    command: Command,
    state: State,
    context: DecisionContext<Record>,
  ): Stepwise<Decision<State, Event>>;
  /** The next thing due and not yet booked at an instant, decided; `null` when there is none. */
  due(state: State, now: Instant, revision: Revision): Stepwise<DueBooking<State, Event> | null>;
  evolve(state: State, event: Event, place: FoldPlace): Stepwise<State>;
  /** What an event recorded, for commands that name it, where the state keeps no more than its place. */
  recordOf(event: Event, place: FoldPlace): readonly [id: string, record: Record] | undefined;
  /** The revision of the event that recorded something, where the state keeps no more than that. */
  placeOf(state: State, id: string): Revision | undefined;
  /**
   * Whether a command asks what was recorded under an id, and not only whether something was; it
   * may do so to be told from others, too.
   */
  looksBack(command: Command): boolean;
  /** Ids of recorded things that the command asks for and neither state nor `archived` has. */
  namedBy(command: Command, state: State, archived: ReadonlyMap<string, Record>): readonly string[];
  /** Whether the command may be refused for its size, in bytes of event data. */
  mayBeTooLarge(command: Command): boolean;
  tooLarge(bytes: number): Error;
  keyReused(): Error;
  retire(
    state: State,
    upTo: {
      readonly revision: Revision;
      readonly at: Instant;
      /** What `retiring` said of the state at that revision, where `state` is a later one. */
      readonly asOf?: unknown;
    },
  ): { readonly state: State; readonly retired: readonly (readonly [string, Record])[] };
  /**
   * What retiring a later state up to here needs to know of this one, so that what was kept then is
   * kept. Its encoding is that of states.
   */
  retiring(state: State): unknown;
  /** Ids of retired things that an event changes: they are brought back before it is folded. */
  lackedBy(event: Event, state: State): readonly string[];
  /** The state with retired things that the archive has. */
  revived(state: State, records: readonly Record[]): State;
  encodeData(event: Event, state: State): string;
  decodeEvent(type: string, data: string, occurredAt: Instant): Event;
}
