import type { Decided } from './submissions.ts';
import type { StreamTypes } from './decider.ts';
import type { PositionOf } from './positions.ts';
import { replay, type ReplaySource } from './replay.ts';

import { answerOf, type Submitter, type WaitingOutcome, type Waiting } from './waiting.ts';

interface Afterwards<T extends StreamTypes> extends ReplaySource<T> {
  readonly positions: PositionOf;
  readonly state: T['State'];
}

/** Tells everybody who waited what became of it. */
export function tellAll<T extends StreamTypes>(
  batch: readonly Waiting<T>[],
  outcomes: readonly WaitingOutcome<T>[],
  after: Afterwards<T>,
): void {
  for (const [index, outcome] of outcomes.entries()) {
    const waiting = batch[index] as Waiting<T>;
    if (waiting.kind === 'DUE') waiting.resolve();
    else if (waiting.kind === 'VIEW') {
      if (outcome.kind === 'VIEW') waiting.resolve(outcome.view);
    } else if (waiting.kind === 'REHEARSAL') {
      if (outcome.kind !== 'REHEARSED') continue;
      for (const [which, submitter] of waiting.rehearsals.entries())
        tell(withoutReceipt(submitter), outcome.outcomes[which] as Decided<T>, after);
    } else tell(waiting, outcome as Decided<T>, after);
  }
}

// A dry run has no receipt, though it be of what was done before.
const withoutReceipt = <T extends StreamTypes>({
  resolve,
  reject,
}: Submitter<T>): Submitter<T> => ({
  resolve: (answer) => resolve({ ...answer, receipt: null }),
  reject,
});

function tell<T extends StreamTypes>(
  { resolve, reject }: Submitter<T>,
  outcome: Decided<T>,
  after: Afterwards<T>,
): void {
  const { positions, state } = after;
  if (outcome.kind === 'REFUSED') reject(outcome.error);
  else if (outcome.kind === 'DRY') resolve({ events: outcome.events, state, receipt: null });
  else if (outcome.kind === 'DONE') resolve({ ...answerOf(outcome, positions), state });
  // Reading an old answer keeps nobody waiting but who asked for it.
  else if (outcome.kind === 'REPLAY')
    replay(outcome, after).then((answer) => resolve({ ...answer, state }), reject);
}
