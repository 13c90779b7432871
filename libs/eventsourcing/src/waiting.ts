import type { CommandResult, View } from './answer.ts';
import type { PositionOf } from './positions.ts';
import type { Submission, Decided } from './submissions.ts';
import type { StreamTypes } from './decider.ts';

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
export interface Submitter<T extends StreamTypes> {
  readonly resolve: (answer: CommandResult<T>) => void;
  readonly reject: (error: unknown) => void;
}

/** Something wanted of a writer, and whom to tell. */
export type Waiting<T extends StreamTypes> = { readonly reject: (error: unknown) => void } & (
  | ({ readonly kind: 'COMMAND'; readonly submission: Submission<T> } & Submitter<T>)
  | Rehearsal<T>
  | { readonly kind: 'VIEW'; readonly resolve: (view: View<T>) => void }
  | { readonly kind: 'DUE'; readonly resolve: () => void }
);

/** Commands that are only tried, one after the other. */
interface Rehearsal<T extends StreamTypes> {
  readonly kind: 'REHEARSAL';
  readonly rehearsals: readonly Rehearsed<T>[];
}

/** A command of a rehearsal, and whom to tell what would become of it. */
export interface Rehearsed<T extends StreamTypes> extends Submitter<T> {
  readonly submission: Submission<T>;
}

/** What became of one that waited, before it is told. */
export type WaitingOutcome<T extends StreamTypes> =
  | Decided<T>
  | { readonly kind: 'VIEW'; readonly view: View<T> }
  | { readonly kind: 'REHEARSED'; readonly outcomes: readonly Decided<T>[] }
  | { readonly kind: 'BOOKED' };

export function answerOf<T extends StreamTypes>(
  {
    events,
    firstRevision,
    lastRevision,
    recordedAt,
  }: Extract<Decided<T>, { readonly kind: 'DONE' }>,
  positionOf: PositionOf,
): Omit<CommandResult<T>, 'state'> {
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
