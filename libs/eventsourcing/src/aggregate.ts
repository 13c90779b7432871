import { canonicalJson } from './canonical-json.ts';
import type { Instant } from './clock.ts';
import type { Decider, Decision, FoldPlace, StreamTypes } from './decider.ts';
import type { Revision } from './event-store.ts';
import { sha256, type Actor } from './hash-chain.ts';
import { Rejection } from './rejection.ts';
import type { Stepwise } from './turns.ts';

/** How events are written down. What is written is stored, and hashed, for ever. */
export interface Codec<T extends StreamTypes> {
  readonly schemaVersion: number;
  /** The canonical JSON of an event's data, of a stream in a state that has the event. */
  encode(event: T['Event'], state: T['State']): string;
  decode(type: string, data: string, occurredAt: Instant): T['Event'];
}

/** How what is asked under a key is told from anything else that was asked under it. */
export interface Requests<T extends StreamTypes> {
  /**
   * The hash of the normalised request; may refuse what cannot be normalised. For one whose key was
   * used before, no key of texts is made: where that is gone, the hash is that of no request.
   */
  fingerprint(
    command: T['Command'],
    state: T['State'],
    context: {
      readonly archived: ReadonlyMap<string, T['Record']>;
      readonly isRepeat: boolean;
    },
  ): string;
  /** Whether a command recorded these events although its hash differs: its texts were erased. */
  isErasedRepeat(command: T['Command'], done: readonly T['Event'][], state: T['State']): boolean;
}

/** Something that happens by itself: who books it, under which key, and what it is. */
export interface DueBooking<T extends StreamTypes> extends Decision<T> {
  readonly key: string;
  readonly requestHash: string;
  readonly actor: Actor;
}

/**
 * What a snapshot has of a state: what is written each time, and the parts that changed after a
 * revision, by their ids. Both are encoded as states are.
 */
export interface Snapshots<T extends StreamTypes> {
  /** Raised when snapshots of an earlier form must not be read. */
  readonly version: number;
  of(
    state: T['State'],
    since: Revision,
  ): { readonly core: unknown; readonly parts: readonly (readonly [id: string, part: unknown])[] };
  /** The state of a snapshot as it was written, without its parts. */
  restored(core: unknown): T['State'];
  /** A restored state with more of its parts. */
  withParts(state: T['State'], parts: readonly unknown[]): T['State'];
  /** The ids of parts that retired things had. */
  partsGone(retired: RetiredThings<T>): readonly string[];
}

/** What commands look up that is not in the state: in the events, or in the archive. */
export interface LookUps<T extends StreamTypes> {
  /** What an event recorded, for commands that name it, where the state keeps no more than its place. */
  recordOf(
    event: T['Event'],
    place: FoldPlace,
  ): readonly [id: string, record: T['Record']] | undefined;
  /** The revision of the event that recorded something, where the state keeps no more than that. */
  placeOf(state: T['State'], id: string): Revision | undefined;
  /**
   * Whether a command asks what was recorded under an id, and not only whether something was; it
   * may do so to be told from others, too.
   */
  looksBack(command: T['Command']): boolean;
  /** Ids of recorded things that the command asks for and neither state nor `archived` has. */
  namedBy(
    command: T['Command'],
    state: T['State'],
    archived: ReadonlyMap<string, T['Record']>,
  ): readonly string[];
  /** Whether commands may name more in a state than they did in an earlier one of its stream. */
  reachFurther(state: T['State'], earlier: T['State']): boolean;
}

/** Things that left the state, by the ids under which the archive has them. */
export type RetiredThings<T extends StreamTypes> = readonly (readonly [
  id: string,
  record: T['Record'],
])[];

/** How finished things leave the state for the archive, and how they come back. */
export interface Retirement<T extends StreamTypes> {
  retire(
    state: T['State'],
    upTo: {
      readonly revision: Revision;
      readonly at: Instant;
      /** What `asOf` said of the state at that revision, where `state` is a later one. */
      readonly asOf?: unknown;
    },
  ): { readonly state: T['State']; readonly retired: RetiredThings<T> };
  /**
   * What retiring a later state up to here needs to know of this one, so that what was kept then is
   * kept. Its encoding is that of states.
   */
  asOf(state: T['State']): unknown;
  /** Ids of retired things that an event changes: they are brought back before it is folded. */
  lackedBy(event: T['Event'], state: T['State']): readonly string[];
  /** The state with retired things that the archive has. */
  revived(state: T['State'], records: readonly T['Record'][]): T['State'];
}

/** What the machinery itself refuses. */
export interface Refusals<T extends StreamTypes> {
  keyReused(): Error;
  /** Whether a command may be refused for its size, in bytes of event data. */
  mayBeTooLarge(command: T['Command']): boolean;
  tooLarge(bytes: number): Error;
}

/** One kind of stream, whole: its decider, and a chapter on each thing the machinery asks. */
export interface Aggregate<T extends StreamTypes> extends Decider<T> {
  readonly tenantId: string;
  readonly codec: Codec<T>;
  readonly requests: Requests<T>;
  /** The next thing due and not yet booked at an instant, decided; `null` when there is none. */
  due(state: T['State'], now: Instant, revision: Revision): Stepwise<DueBooking<T> | null>;
  readonly snapshots: Snapshots<T>;
  readonly lookUps: LookUps<T>;
  readonly retirement: Retirement<T>;
  readonly refusals: Refusals<T>;
}

/** One of which only its own chapters know the kind. */
export type AnyAggregate = Aggregate<StreamTypes>;

/** The chapters that most kinds of streams can do without. */
type Optional = 'requests' | 'due' | 'snapshots' | 'lookUps' | 'retirement' | 'refusals';

/**
 * A kind of stream of which only what is its own is said. The rest is as it is for a small stream:
 * requests are told apart by all they say, nothing happens by itself, a snapshot is the whole state,
 * and nothing ever leaves it.
 */
export const wholeAggregate = <T extends StreamTypes>(
  own: Omit<Aggregate<T>, Optional> & Partial<Pick<Aggregate<T>, Optional>>,
): Aggregate<T> => ({ ...plain<T>(), ...own });

const plain = <T extends StreamTypes>(): Pick<Aggregate<T>, Optional> => ({
  requests: {
    fingerprint: (command) => sha256(canonicalJson(command)),
    isErasedRepeat: () => false,
  },
  due: () => null,
  snapshots: {
    version: 1,
    of: (core) => ({ core, parts: [] }),
    restored: (core) => core,
    withParts: (state) => state,
    partsGone: () => [],
  },
  lookUps: {
    recordOf: () => undefined,
    placeOf: () => undefined,
    looksBack: () => false,
    namedBy: () => [],
    reachFurther: () => false,
  },
  retirement: {
    retire: (state) => ({ state, retired: [] }),
    asOf: () => null,
    lackedBy: () => [],
    revived: (state) => state,
  },
  refusals: {
    keyReused: () => new Rejection({ code: 'IDEMPOTENCY_KEY_REUSED' }),
    mayBeTooLarge: () => true,
    tooLarge: (bytes) => new Rejection({ code: 'COMMAND_TOO_LARGE', bytes } as { code: string }),
  },
});
