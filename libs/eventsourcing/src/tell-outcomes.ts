import type { Decided } from './asks.ts';
import type { PositionOf } from './positions.ts';
import { replay, type ReplaySource } from './replay.ts';
import type { DecidedEvent } from './stream-rules.ts';
import { answerOf, type Asker, type Outcome, type Waiting } from './waiting.ts';

interface After<State, Command, Event extends DecidedEvent, Record> extends ReplaySource<
  State,
  Command,
  Event,
  Record
> {
  readonly positions: PositionOf;
  readonly state: State;
}

/** Tells everybody who waited what became of what was asked. */
export function tellAll<State, Command, Event extends DecidedEvent, Record>(
  batch: readonly Waiting<State, Command, Event>[],
  outcomes: readonly Outcome<State, Event>[],
  after: After<State, Command, Event, Record>,
): void {
  for (const [index, outcome] of outcomes.entries()) {
    const waiting = batch[index] as Waiting<State, Command, Event>;
    if (waiting.kind === 'DUE') waiting.resolve();
    else if (waiting.kind === 'VIEW') {
      if (outcome.kind === 'VIEW') waiting.resolve(outcome.view);
    } else if (waiting.kind === 'REHEARSAL') {
      if (outcome.kind !== 'REHEARSED') continue;
      for (const [which, asker] of waiting.asked.entries())
        tell(withoutReceipt(asker), outcome.outcomes[which] as Decided<Event>, after);
    } else tell(waiting, outcome as Decided<Event>, after);
  }
}

// A dry run has no receipt, though it be of what was done before.
const withoutReceipt = <State, Event>({ resolve, reject }: Asker<State, Event>) => ({
  resolve: (answer: Parameters<Asker<State, Event>['resolve']>[0]) =>
    resolve({ ...answer, receipt: null }),
  reject,
});

function tell<State, Command, Event extends DecidedEvent, Record>(
  { resolve, reject }: Asker<State, Event>,
  outcome: Decided<Event>,
  after: After<State, Command, Event, Record>,
): void {
  const { positions, state } = after;
  if (outcome.kind === 'REFUSED') reject(outcome.error);
  else if (outcome.kind === 'DRY') resolve({ events: outcome.events, state, receipt: null });
  else if (outcome.kind === 'DONE') resolve({ ...answerOf(outcome, positions), state });
  // Reading an old answer keeps nobody waiting but who asked for it.
  else if (outcome.kind === 'REPLAY')
    replay(outcome, after).then((answer) => resolve({ ...answer, state }), reject);
}
