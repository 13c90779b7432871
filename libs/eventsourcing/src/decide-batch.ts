import type { Instant } from './clock.ts';
import { NOTHING_MET, type MetBy } from './preparation.ts';
import type { StreamPlan } from './stream-plan.ts';
import type { StreamTypes } from './decider.ts';
import type { Steps } from './turns.ts';
import type { Met, Submission } from './submissions.ts';
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
    let outcome: WaitingOutcome<T>;
    try {
      outcome = yield* outcomeOf(waiting, deciding);
    } catch (error) {
      if (waiting.kind !== 'COMMAND') throw error;
      outcome = { kind: 'REFUSED', error };
    }
    if (outcome.kind === 'LATER') break;
    outcomes.push(outcome);
    yield;
  }
  return outcomes;
}

function outcomeOf<T extends StreamTypes>(
  waiting: Waiting<T>,
  { met, plan, clock }: Deciding<T>,
): Steps<WaitingOutcome<T>> {
  const metBy = (submission: Submission<T>): Met<T> => met?.get(submission) ?? NOTHING_MET;
  if (waiting.kind === 'COMMAND')
    return plan.decide(waiting.submission, metBy(waiting.submission), clock);
  if (waiting.kind === 'REHEARSAL') return rehearsed(waiting, { plan, metBy, clock });
  return waiting.kind === 'VIEW' ? viewed(plan, clock) : booked(plan, clock);
}

function* viewed<T extends StreamTypes>(
  plan: StreamPlan<T>,
  clock: Instant,
): Steps<WaitingOutcome<T>> {
  return { kind: 'VIEW', view: yield* plan.view(clock) };
}

function* booked<T extends StreamTypes>(
  plan: StreamPlan<T>,
  clock: Instant,
): Steps<WaitingOutcome<T>> {
  return (yield* plan.bookDue(clock)) ? { kind: 'BOOKED' } : { kind: 'LATER' };
}

function* rehearsed<T extends StreamTypes>(
  { rehearsals }: Extract<Waiting<T>, { readonly kind: 'REHEARSAL' }>,
  {
    plan,
    metBy,
    clock,
  }: Omit<Deciding<T>, 'met'> & { readonly metBy: (submission: Submission<T>) => Met<T> },
): Steps<WaitingOutcome<T>> {
  const submissions = rehearsals.map(({ submission }) => submission);
  const outcomes = yield* plan.rehearse(submissions, metBy, clock);
  return outcomes === 'LATER' ? { kind: 'LATER' } : { kind: 'REHEARSED', outcomes };
}
