import { refuse } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { requireFewEnough } from '../stored/command-size.ts';
import type { CommandOf } from '../commands.ts';
import { draw, type Spring } from '../lots/draw.ts';
import { owing } from './fold.ts';
import { isDueToBegin, isValidAt } from '../lots/lots.ts';
import type { Instant, Steps } from '#eventsourcing';
import { keptId, type OpenWallet } from '../state.ts';
import type { Policies } from '../opening/policies.ts';

/**
 * D16: credit that is free in the pool settles debt at once, except promo (by policy) and
 * restricted lots. Asked after everything that may free credit, so that I5 holds.
 */
export function* settleDebt(booking: Booking): Steps<void> {
  const { state, policies } = booking;
  if (state.debt === 0n) return;
  if (isSomeDueToBegin(state, booking.now)) return;
  const springs = settlingSprings(state, policies, booking.now);
  const { slices, undrawn } = draw(springs, state.debt);
  const amount = state.debt - undrawn;
  if (amount > 0n) yield* booking.move('DebtSettled', { amount, slices }, {});
}

export function* settlingSprings(
  { lots }: OpenWallet,
  { burnOrder: order, debtSettledByPromo }: Policies,
  at: Instant,
): Generator<Spring> {
  for (const lot of lots.ofOwner(null, { action: null, order }))
    if (isValidAt(lot, at) && (lot.kind !== 'PROMO' || debtSettledByPromo))
      yield { lot, memberId: null, available: lot.free.pool };
}

/** Whatever begins at an instant has begun before anything of that instant pays: the last settles. */
export function isSomeDueToBegin({ lots }: OpenWallet, at: Instant): boolean {
  const first = lots.firstToBegin();
  return first !== undefined && isDueToBegin(first, at);
}

/** Gives up the debt of one consumption, or all debt. The part given up can no longer be reversed. */
export function* writeOffDebt(booking: Booking, command: CommandOf<'WriteOffDebt'>): Steps<void> {
  const { consumptionId } = command;
  const owed =
    consumptionId === undefined
      ? [...booking.state.debts.values()]
      : owedFor(booking, consumptionId);
  if (owed.length === 0) return yield* booking.stand('CommandAccepted', { outcome: 'NO_DEBT' });
  requireFewEnough('WRITE_OFF', owed.length);
  const reason =
    command.reason === undefined ? undefined : booking.surroundings.seal(null, command.reason);
  for (const id of owed) {
    const { debt, memberId } = owing(booking.state, id);
    yield* booking.move(
      'DebtWrittenOff',
      { consumptionId: id, memberId: memberId ?? undefined, amount: debt, reason },
      { balance: debt },
    );
  }
}

function owedFor(booking: Booking, consumptionId: string): readonly string[] {
  const kept = booking.kept(keptId.consumption(consumptionId));
  if (kept?.kind !== 'CONSUMPTION') return refuse({ code: 'CONSUMPTION_NOT_FOUND', consumptionId });
  return kept.consumption.debt > 0n ? [consumptionId] : [];
}
