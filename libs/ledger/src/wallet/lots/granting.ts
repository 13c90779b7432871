import type { Instant, Steps } from '#eventsourcing';

import { amountOf } from '../../credits.ts';
import { refuse, refuseField } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import type { CommandOf } from '../commands.ts';
import { expireLot } from '../consequences.ts';
import { settleDebt } from '../debt/debt.ts';
import type { EventOf, LotTerms } from '../events.ts';
import { endOfLot } from './lot-terms.ts';
import { hasEnded } from './lots.ts';
import { DEFAULT_RANKS } from '../opening/policies.ts';
import type { AskedTerms, LotKind } from '../terms.ts';

/** Books a purchase that was paid elsewhere, and the bonus that came with it as a lot of its own. */
export function* recordPurchase(
  booking: Booking,
  command: CommandOf<'RecordPurchase'>,
): Steps<void> {
  const { purchaseId, cost, bonus } = command;
  const { currency } = booking.state;
  if (cost.currency !== currency) refuseField('cost.currency', `must be ${currency}`);
  const lotId = `purchase:${purchaseId}`;
  const references = {
    purchaseId,
    cost,
    salesReference: command.salesReference,
    payment: command.payment,
  };
  const terms = termsOf(booking, command, { lotId, kind: 'PURCHASED' });
  yield* addLot(booking, 'CreditsPurchased', { ...terms, ...references, kind: 'PURCHASED' });
  if (bonus !== undefined) {
    const bonusTerms = termsOf(booking, bonus, { lotId: `${lotId}/bonus`, kind: bonus.kind });
    const free = { currency, minorUnits: '0' };
    yield* addLot(booking, 'CreditsPurchased', {
      ...bonusTerms,
      ...references,
      cost: free,
      kind: bonus.kind,
      bonusOfLotId: lotId,
    });
  }
  yield* settleDebt(booking);
}

/** Books a lot that staff, a plan or a campaign gives. It may have begun, or ended, in the past. */
export function* grantCredits(booking: Booking, command: CommandOf<'GrantCredits'>): Steps<void> {
  const { grantId, kind, source, reason, cost } = command;
  const { currency } = booking.state;
  if (cost !== undefined && cost.currency !== currency)
    refuseField('cost.currency', `must be ${currency}`);
  yield* addLot(booking, 'CreditsGranted', {
    ...termsOf(booking, command, { lotId: `grant:${grantId}`, kind }),
    cost,
    kind,
    source: source ?? { type: 'grant', id: grantId },
    reason: reason === undefined ? undefined : booking.surroundings.seal(null, reason),
  });
  yield* settleDebt(booking);
}

function termsOf(
  booking: Booking,
  asked: AskedTerms,
  { lotId, kind }: { readonly lotId: string; readonly kind: LotKind },
): LotTerms {
  const { state, now, policies } = booking;
  if (booking.lot(lotId) !== undefined) refuse({ code: 'ID_TAKEN', kind: 'LOT', id: lotId });
  const effectiveAt = asked.effectiveAt ?? now;
  const expiresAt = endOfLot(asked.end, effectiveAt, state.timeZone);
  requireEndAfter(effectiveAt, expiresAt);
  return {
    lotId,
    amount: amountOf('amount', asked.amount, state.unit.scale),
    rank: asked.rank ?? policies.ranks[kind] ?? DEFAULT_RANKS[kind],
    effectiveAt,
    expiresAt: expiresAt ?? undefined,
    restrictedTo: [...new Set(asked.restrictedTo)].toSorted(),
  };
}

function requireEndAfter(effectiveAt: Instant, expiresAt: Instant | null): void {
  if (expiresAt !== null && expiresAt <= effectiveAt)
    refuseField('end', 'must be after effective_at');
}

// A lot makes its row when it becomes effective, dated then; one that has already ended lapses now.
function* addLot<Type extends 'CreditsPurchased' | 'CreditsGranted'>(
  booking: Booking,
  type: Type,
  data: Omit<EventOf<Type>['data'], 'balanceAfter' | 'availableAfter'> & LotTerms,
): Steps<void> {
  if (data.effectiveAt > booking.now) return yield* booking.stand(type, data as never);
  yield* booking.move(type, data, { balance: data.amount }, data.effectiveAt);
  const lot = booking.state.lots.get(data.lotId);
  if (lot !== undefined && hasEnded(lot, booking.now))
    yield* expireLot(booking, lot, { cause: 'DUE' });
}
