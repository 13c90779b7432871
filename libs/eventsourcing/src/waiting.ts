import type { Answer, View } from './answer.ts';
import type { PositionOf } from './positions.ts';
import type { Ask, Decided } from './asks.ts';

/** The writer has as many commands waiting as it may. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting';
}

/** Whom to tell what became of a command. */
export interface Asker<State, Event> {
  readonly resolve: (answer: Answer<State, Event>) => void;
  readonly reject: (error: unknown) => void;
}

/** Something asked of a writer, and whom to tell. */
export type Waiting<State, Command, Event> = { readonly reject: (error: unknown) => void } & (
  | ({ readonly kind: 'ASK'; readonly ask: Ask<Command> } & Asker<State, Event>)
  | { readonly kind: 'VIEW'; readonly resolve: (view: View<State>) => void }
  | { readonly kind: 'DUE'; readonly resolve: () => void }
);

/** What became of one that waited, before it is told. */
export type Outcome<State, Event> =
  | Decided<Event>
  | { readonly kind: 'VIEW'; readonly view: View<State> }
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
