import type * as wire from '#contracts';
import { type EventOf, formatCredits, type Source } from '#ledger';
import { fromInstant, fromInstantOrUnset } from './common.ts';
import { enumTo } from './enums.ts';

/** The terms of the lot that an event made. */
export function lotOf(
  event: EventOf<'CreditsPurchased'> | EventOf<'CreditsGranted'>,
  scale: number,
): wire.LotTerms {
  const { data } = event;
  const amount = formatCredits(data.amount, scale);
  return {
    lotId: data.lotId,
    kind: enumTo('LOT_KIND', data.kind),
    amount,
    cost: data.cost,
    costBasis: data.cost === undefined ? undefined : amount,
    rank: data.rank,
    effectiveAt: fromInstant(data.effectiveAt),
    expiresAt: fromInstantOrUnset(data.expiresAt),
    restrictedTo: [...data.restrictedTo],
    source: fromSource(
      event.type === 'CreditsGranted'
        ? event.data.source
        : { type: 'purchase', id: event.data.purchaseId },
    ),
    bonusOfLotId: event.type === 'CreditsGranted' ? undefined : event.data.bonusOfLotId,
  };
}

export const fromSource = ({ type, id, periodStart }: Source): wire.LotSource => ({
  type,
  id,
  periodStart: fromInstantOrUnset(periodStart),
});
