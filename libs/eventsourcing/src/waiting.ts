import type { Answer, View } from './answer.ts';
import type { PositionOf } from './positions.ts';
import type { Ask, Decided } from './asks.ts';

/** The writer of a stream has as many commands waiting as it may. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting';
  readonly max: number;

  constructor(max: number) {
    super(`${max} commands are waiting`);
    this.max = max;
  }
}

/** Whom to tell what became of a command. */
export interface Asker<State, Event> {
  readonly resolve: (answer: Answer<State, Event>) => void;
  readonly reject: (error: unknown) => void;
}

/** Something asked of a writer, and whom to tell. */
export type Waiting<State, Command, Event> = { readonly reject: (error: unknown) => void } & (
  | ({ readonly kind: 'ASK'; readonly ask: Ask<Command> } & Asker<State, Event>)
  | Rehearsal<State, Command, Event>
  | { readonly kind: 'VIEW'; readonly resolve: (view: View<State>) => void }
  | { readonly kind: 'DUE'; readonly resolve: () => void }
);

/** Commands that are only asked what would happen to them, one after the other. */
interface Rehearsal<State, Command, Event> {
  readonly kind: 'REHEARSAL';
  readonly asked: readonly Rehearsed<State, Command, Event>[];
}

/** A command of a rehearsal, and whom to tell what would become of it. */
export interface Rehearsed<State, Command, Event> extends Asker<State, Event> {
  readonly ask: Ask<Command>;
}

/** What became of one that waited, before it is told. */
export type Outcome<State, Event> =
  | Decided<Event>
  | { readonly kind: 'VIEW'; readonly view: View<State> }
  | { readonly kind: 'REHEARSED'; readonly outcomes: readonly Decided<Event>[] }
  | { readonly kind: 'BOOKED' };

export function answerOf<Event>(
  { events, firstRevision, lastRevision, recordedAt }: Extract<Decided<Event>, { kind: 'DONE' }>,
  positionOf: PositionOf,
): Omit<Answer<never, Event>, 'state'> {
  return {
    events,
    receipt: {
      position: positionOf(lastRevision),
      firstRevision,
      lastRevision,
      recordedAt,
      replayed: false,
    },
  };
}
