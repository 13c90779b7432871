import type { Instant } from './clock.ts';
import { NOTHING_MET, type MetBy } from './preparation.ts';
import type { StreamPlan } from './stream-plan.ts';
import type { StreamTypes } from './decider.ts';
import type { Steps } from './turns.ts';
import type { Outcome, Waiting } from './waiting.ts';

interface Deciding<T extends StreamTypes> {
  readonly met: MetBy<T> | null;
  readonly plan: StreamPlan<T>;
  readonly clock: Instant;
}

/** What becomes of those who wait, one after the other, until the append they share is full. */
export function* decideBatch<T extends StreamTypes>(
  batch: readonly Waiting<T>[],
  deciding: Deciding<T>,
): Steps<readonly Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
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
): Steps<Outcome<T>> {
  if (waiting.kind === 'VIEW') return { kind: 'VIEW', view: yield* plan.view(clock) };
  if (waiting.kind === 'DUE')
    return (yield* plan.bookDue(clock)) ? { kind: 'BOOKED' } : { kind: 'LATER' };
  if (waiting.kind === 'REHEARSAL') {
    const outcomes = yield* plan.rehearse(
      waiting.asked.map(({ ask }) => ask),
      (ask) => met?.get(ask) ?? NOTHING_MET,
      clock,
    );
    return outcomes === 'LATER' ? { kind: 'LATER' } : { kind: 'REHEARSED', outcomes };
  }
  const { ask } = waiting;
  return yield* plan.decide(ask, met?.get(ask) ?? NOTHING_MET, clock);
}
