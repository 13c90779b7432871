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

/** What one kind of stream is made of. */
export interface StreamTypes {
  /** What folding the events gives. */
  readonly State: unknown;
  readonly Command: unknown;
  readonly Event: DecidedEvent;
  /** What the archive has of a thing that left the state. */
  readonly Record: unknown;
}

/** What a decision may know besides the folded state. */
export interface DecisionContext<T extends StreamTypes> {
  /** max(clock, last recordedAt) of the stream. */
  readonly now: Instant;
  /** The stream's revision before the decision's first event. */
  readonly revision: Revision;
  readonly actor: Actor;
  readonly requestHash: string;
  /** What the log or the archive has of the things that the command names. */
  readonly archived: ReadonlyMap<string, T['Record']>;
}

/** What was decided: the events, and the state that they leave. */
export interface Decision<T extends StreamTypes> {
  readonly events: readonly T['Event'][];
  readonly state: T['State'];
}

/** Where a recorded event stands, for folding it. */
export interface FoldPlace {
  readonly revision: Revision;
  readonly requestHash: string;
}

/** What a stream is before its first event, what may happen to it, and what that makes of it. Pure. */
export interface Decider<T extends StreamTypes> {
  readonly initial: T['State'];
  /** Answers at least one event, or throws a `Rejection`. What takes long is decided in steps. */
  decide(
    command: T['Command'],
    state: T['State'],
    context: DecisionContext<T>,
  ): Stepwise<Decision<T>>;
  /** Decides nothing: the event says it all. */
  evolve(state: T['State'], event: T['Event'], place: FoldPlace): Stepwise<T['State']>;
}
