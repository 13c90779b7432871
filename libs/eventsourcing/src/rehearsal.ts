import type { Aggregate } from './aggregate.ts';
import type { Submission, Decided, Met } from './submissions.ts';
import type { Instant } from './clock.ts';
import type { StreamTypes } from './decider.ts';
import { encoded, requireSmall } from './encode-command.ts';
import type { Revision } from './event-store.ts';
import type { Recognised } from './recognised.ts';
import { resultOf, type Steps } from './turns.ts';

/** A stream's state and revision, as far as something has come. */
export interface Reached<T extends StreamTypes> {
  readonly state: T['State'];
  readonly revision: Revision;
}

interface Stage<T extends StreamTypes> {
  readonly aggregate: Aggregate<T>;
  readonly now: Instant;
  readonly from: Reached<T>;
  readonly met: (submission: Submission<T>) => Met<T>;
  /** Looks whether a command's key was used in earnest. */
  readonly recognised: (submission: Submission<T>, met: Met<T>, state: T['State']) => Recognised<T>;
}

/** What would happen to commands, one after the other; nothing is recorded. */
export function* rehearsed<T extends StreamTypes>(
  submissions: readonly Submission<T>[],
  { aggregate, now, from, met, recognised }: Stage<T>,
): Steps<readonly Decided<T>[]> {
  const { refusals } = aggregate;
  const outcomes: Decided<T>[] = [];
  const keys = new Map<
    string,
    { readonly requestHash: string; readonly events: readonly T['Event'][] }
  >();
  let { state, revision } = from;
  function* outcomeOf(submission: Submission<T>): Steps<Decided<T>> {
    const { command, key, actor } = submission;
    const { requestHash, repeat } = recognised(submission, met(submission), state);
    const before = keys.get(key);
    if (before !== undefined && before.requestHash !== requestHash) throw refusals.keyReused();
    if (before !== undefined) return { kind: 'DRY', events: before.events };
    if (repeat !== undefined) return repeat;
    const context = { now, revision, actor, requestHash, archived: met(submission).archived };
    const decision = yield* resultOf(aggregate.decide(command, state, context));
    if (refusals.mayBeTooLarge(command)) {
      const origin = { key, actor, requestHash, correlationId: key, recordedAt: now };
      requireSmall(yield* resultOf(encoded(decision, origin, aggregate)), refusals);
    }
    const { events } = decision;
    ({ state } = decision);
    revision += events.length;
    keys.set(key, { requestHash, events });
    return { kind: 'DRY', events };
  }
  for (const submission of submissions) {
    yield;
    try {
      outcomes.push(yield* outcomeOf(submission));
    } catch (error) {
      outcomes.push({ kind: 'REFUSED', error });
    }
  }
  return outcomes;
}
