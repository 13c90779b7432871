import type { Instant } from './clock.ts';
import { NOTHING_MET, type MetBy } from './preparation.ts';
import type { StreamPlan } from './stream-plan.ts';
import type { DecidedEvent } from './stream-rules.ts';
import type { Steps } from './turns.ts';
import type { Outcome, Waiting } from './waiting.ts';

interface Deciding<State, Command, Event extends DecidedEvent, Record> {
  readonly met: MetBy<Command, Record> | null;
  readonly plan: StreamPlan<State, Command, Event, Record>;
  readonly clock: Instant;
}

/** What becomes of those who wait, one after the other, until the append they share is full. */
export function* decideBatch<State, Command, Event extends DecidedEvent, Record>(
  batch: readonly Waiting<State, Command, Event>[],
  deciding: Deciding<State, Command, Event, Record>,
): Steps<readonly Outcome<State, Event>[]> {
  const outcomes: Outcome<State, Event>[] = [];
  for (const waiting of batch) {
    if (deciding.plan.isFull) break;
    const outcome = yield* decide(waiting, deciding);
    if (outcome.kind === 'LATER') break;
    outcomes.push(outcome);
    yield;
  }
  return outcomes;
}

function* decide<State, Command, Event extends DecidedEvent, Record>(
  waiting: Waiting<State, Command, Event>,
  { met, plan, clock }: Deciding<State, Command, Event, Record>,
): Steps<Outcome<State, Event>> {
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
