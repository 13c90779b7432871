/** Work that is done in steps, so that others may go on between two of them. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/**
 * How long this thread may be kept from everybody else.
 *
 * - `isOver` says whether what began in this turn has taken its time. All who share the thread share
 *   the turn.
 * - `next` resolves in a later turn, after whatever else waited for the thread.
 */
export interface Turns {
  readonly isOver: boolean;
  next(): Promise<void>;
}

/** Turns without an end, for those who share their thread with nobody. */
export const ENDLESS_TURN: Turns = { isOver: false, next: async () => undefined };

/**
 * Does work in steps, and lets others go on whenever the turn is over. What is done within a turn
 * is answered at once: to wait for nothing costs a turn of its own.
 */
export function inTurns<Result>(steps: Steps<Result>, turns: Turns): Result | Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (turns.isOver) return continued(steps, turns);
  }
}

async function continued<Result>(steps: Steps<Result>, turns: Turns): Promise<Result> {
  await turns.next();
  return inTurns(steps, turns);
}

/** What is computed at once, or in steps. */
export type Stepwise<Result> = Result | Steps<Result>;

/** The result of what is computed at once or in steps, for those who are in steps themselves. */
export function* resultOf<Result>(work: Stepwise<Result>): Steps<Result> {
  return isSteps(work) ? yield* work : work;
}

const isSteps = <Result>(work: Stepwise<Result>): work is Steps<Result> =>
  typeof work === 'object' && work !== null && 'next' in work;

/** The result of what is computed at once or in steps, for those who share the thread with nobody. */
export function atOnce<Result>(work: Stepwise<Result>): Result {
  const steps = resultOf(work);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
