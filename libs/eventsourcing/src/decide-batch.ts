import type { Instant } from './clock.ts';
import { NOTHING_MET, type MetBy } from './preparation.ts';
import type { StreamPlan } from './stream-plan.ts';
import type { StreamTypes } from './decider.ts';
import type { Steps } from './turns.ts';
import type { WaitingOutcome, Waiting } from './waiting.ts';

interface Deciding<T extends StreamTypes> {
  readonly met: MetBy<T> | null;
  readonly plan: StreamPlan<T>;
  readonly clock: Instant;
}

/** What becomes of those who wait, one after the other, until the append they share is full. */
export function* decideBatch<T extends StreamTypes>(
  batch: readonly Waiting<T>[],
  deciding: Deciding<T>,
): Steps<readonly WaitingOutcome<T>[]> {
  const outcomes: WaitingOutcome<T>[] = [];
  for (const waiting of batch) {
    if (deciding.plan.isFull) break;
    const outcome = yield* decide(waiting, deciding);
    if (outcome.kind === 'LATER') break;
    outcomes.push(outcome);
    yield;
  }
  return outcomes;
}

function* decide<T extends StreamTypes>(
  waiting: Waiting<T>,
  { met, plan, clock }: Deciding<T>,
): Steps<WaitingOutcome<T>> {
  if (waiting.kind === 'VIEW') return { kind: 'VIEW', view: yield* plan.view(clock) };
  if (waiting.kind === 'DUE')
    return (yield* plan.bookDue(clock)) ? { kind: 'BOOKED' } : { kind: 'LATER' };
  if (waiting.kind === 'REHEARSAL') {
    const outcomes = yield* plan.rehearse(
      waiting.rehearsals.map(({ submission }) => submission),
      (submission) => met?.get(submission) ?? NOTHING_MET,
      clock,
    );
    return outcomes === 'LATER' ? { kind: 'LATER' } : { kind: 'REHEARSED', outcomes };
  }
  const { submission } = waiting;
  return yield* plan.decide(submission, met?.get(submission) ?? NOTHING_MET, clock);
}
