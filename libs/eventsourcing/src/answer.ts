import type { Instant } from './clock.ts';
import type { StreamTypes } from './decider.ts';
import type { Position, Revision } from './event-store.ts';

/** What a command did: its own events, and where they are; a dry run is nowhere. */
export interface CommandResult<T extends StreamTypes> {
  readonly events: readonly T['Event'][];
  /** The stream's state when it was answered. */
  readonly state: T['State'];
  readonly receipt: {
    readonly position: Position;
    readonly firstRevision: Revision;
    readonly lastRevision: Revision;
    readonly recordedAt: Instant;
    readonly replayed: boolean;
  } | null;
}

/** A folded state at an instant, with everything due by then. */
export interface View<T extends StreamTypes> {
  readonly state: T['State'];
  readonly now: Instant;
  readonly revision: Revision;
  /** Whether something due is counted that is not yet booked. */
  readonly isAhead: boolean;
}
