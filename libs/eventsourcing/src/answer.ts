import type { Instant } from './clock.ts';
import type { Position, Revision } from './event-store.ts';

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

/** A folded state at an instant, with everything due by then. */
export interface View<State> {
  readonly state: State;
  readonly now: Instant;
  readonly revision: Revision;
  /** Whether something due is counted that is not yet booked. */
  readonly isAhead: boolean;
}
