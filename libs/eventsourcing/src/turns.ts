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

// To look at the time costs more than a step, and to let others go on far more.
const STEPS_WITHOUT_A_LOOK = 16;

/**
 * Does work in steps, and lets others go on whenever the turn is over. What is done within a turn, or
 * in a few steps, is answered at once: to wait for nothing costs a turn of its own.
 */
export function inTurns<Result>(steps: Steps<Result>, turns: Turns): Result | Promise<Result> {
  for (let done = 1; ; done += 1) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (done >= STEPS_WITHOUT_A_LOOK && turns.isOver) return continued(steps, turns);
  }
}

async function continued<Result>(steps: Steps<Result>, turns: Turns): Promise<Result> {
  for (;;) {
    await turns.next();
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (turns.isOver) break;
    }
  }
}

/** What is computed at once, or in steps. */
export type Stepwise<Result> = Result | Steps<Result>;

export const isSteps = <Result>(work: Stepwise<Result>): work is Steps<Result> =>
  typeof work === 'object' && work !== null && 'next' in work;

/** The result of what is computed at once or in steps, for those who are in steps themselves. */
export function* resultOf<Result>(work: Stepwise<Result>): Steps<Result> {
  return isSteps(work) ? yield* work : work;
}

/** The result of what is computed at once or in steps, for those who share the thread with nobody. */
export function atOnce<Result>(work: Stepwise<Result>): Result {
  if (!isSteps(work)) return work;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const FEW = 8;

/** What is made of items: of a few at once, for to do it in steps would cost more, and of many in steps. */
export const madeOfEach = <Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Stepwise<readonly Made[]> => (items.length <= FEW ? items.map(make) : madeInSteps(items, make));

function* madeInSteps<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Steps<readonly Made[]> {
  const made: Made[] = [];
  for (const item of items) {
    made.push(make(item));
    yield;
  }
  return made;
}

/** What is made of a result, as soon as there is one. */
export const whenDone = <Result, Made>(
  work: Stepwise<Result>,
  make: (result: Result) => Made,
): Stepwise<Made> => (isSteps(work) ? madeOf(work, make) : make(work));

function* madeOf<Result, Made>(steps: Steps<Result>, make: (result: Result) => Made): Steps<Made> {
  return make(yield* steps);
}
