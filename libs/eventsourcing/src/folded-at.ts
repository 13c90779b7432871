import type { Aggregate } from './aggregate.ts';
import type { Decision, StreamTypes } from './decider.ts';
import type { Revision } from './event-store.ts';
import type { Reached } from './rehearsal.ts';
import { resultOf, type Steps } from './turns.ts';

interface Placed<T extends StreamTypes> extends Decision<T> {
  /** At which revision each event is stored. */
  readonly revisions: readonly Revision[];
  readonly origin: { readonly requestHash: string };
  /** What the archive had for the command. */
  readonly archived: ReadonlyMap<string, T['Record']>;
}

/**
 * The state that a decision leaves where its events are stored. It counted each event as one; where
 * one is in pieces, all behind it are further on.
 */
export function* foldedAt<T extends StreamTypes>(
  aggregate: Aggregate<T>,
  from: Reached<T>,
  { events, state: decided, revisions, origin: { requestHash }, archived }: Placed<T>,
): Steps<T['State']> {
  if (revisions.every((revision, index) => revision === from.revision + 1 + index)) return decided;
  const { retirement } = aggregate;
  let { state } = from;
  for (const [index, event] of events.entries()) {
    const place = { revision: revisions[index] as Revision, requestHash };
    const lacked = retirement.lackedBy(event, state).flatMap((id) => archived.get(id) ?? []);
    const whole = lacked.length === 0 ? state : retirement.revived(state, lacked);
    state = yield* resultOf(aggregate.evolve(whole, event, place));
    yield;
  }
  return state;
}
