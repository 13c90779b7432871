import type { Ask, Decided, Met } from './asks.ts';
import type { Instant } from './clock.ts';
import { encoded, requireSmall } from './encode-command.ts';
import type { Revision } from './event-store.ts';
import type { UsedKey } from './former-key.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';
import { resultOf, type Steps } from './turns.ts';

/** A stream's state and revision, as far as something has come. */
export interface Reached<State> {
  readonly state: State;
  readonly revision: Revision;
}

interface Stage<State, Command, Event extends DecidedEvent, Record> {
  readonly rules: StreamRules<State, Command, Event, Record>;
  readonly now: Instant;
  readonly from: Reached<State>;
  readonly met: (ask: Ask<Command>) => Met<Record>;
  /** Where a key was used in earnest. */
  /** Whether the very key was used in earnest. */
  readonly isRepeat: (ask: Ask<Command>) => boolean;
  readonly used: (ask: Ask<Command>, requestHash: string) => UsedKey | undefined;
}

/** What would happen to commands that are only asked so, one after the other; nothing is recorded. */
export function* rehearsed<State, Command, Event extends DecidedEvent, Record>(
  asks: readonly Ask<Command>[],
  { rules, now, from, met, used, isRepeat }: Stage<State, Command, Event, Record>,
): Steps<readonly Decided<Event>[]> {
  const outcomes: Decided<Event>[] = [];
  const keys = new Map<
    string,
    { readonly requestHash: string; readonly events: readonly Event[] }
  >();
  let reached = from;
  function* outcomeOf(ask: Ask<Command>): Steps<Decided<Event>> {
    const { archived } = met(ask);
    const { state: asked } = reached;
    const requestHash = rules.fingerprint(ask.command, asked, archived, isRepeat(ask));
    const before = keys.get(ask.key);
    if (before !== undefined && before.requestHash !== requestHash) throw rules.keyReused();
    if (before !== undefined) return { kind: 'DRY', events: before.events };
    const earnest = used(ask, requestHash);
    if (earnest !== undefined) {
      const isErasedRepeat = (done: readonly Event[]): boolean =>
        rules.isErasedRepeat?.(ask.command, done, asked) ?? false;
      return { kind: 'REPLAY', ...earnest, requestHash, isErasedRepeat };
    }
    const context = { now, revision: reached.revision, actor: ask.actor, requestHash, archived };
    const decision = yield* resultOf(rules.decide(ask.command, reached.state, context));
    if (rules.mayBeTooLarge(ask.command)) {
      const { key, actor } = ask;
      const origin = { key, actor, requestHash, correlationId: key, recordedAt: now };
      requireSmall(yield* encoded(decision, origin, rules), rules);
    }
    const { state, events } = decision;
    reached = { state, revision: reached.revision + events.length };
    keys.set(ask.key, { requestHash, events });
    return { kind: 'DRY', events };
  }
  for (const ask of asks) {
    yield;
    try {
      outcomes.push(yield* outcomeOf(ask));
    } catch (error) {
      outcomes.push({ kind: 'REFUSED', error });
    }
  }
  return outcomes;
}
