import type { Instant } from '#eventsourcing';
import { cardAt, cardOfVersion, type RateCard } from '../../catalog/rate-card.ts';
import { priceOf, requireQuantity } from '../../catalog/pricing.ts';
import { amountOf, type Credits } from '../../credits.ts';
import { refuse } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import type { Usage } from '../commands.ts';
import type { Priced } from '../events.ts';
import type { OverCapture } from '../terms.ts';

/** What usage costs, and how that came about. */
export interface Price {
  /** `null` where its rate is free; zero where its price comes to nothing. */
  readonly amount: Credits | null;
  readonly priced: Priced;
  readonly overCapture: OverCapture;
}

/** Whether there is nothing to pay, for whichever reason. */
export const costsNothing = (amount: Credits | null): amount is 0n | null =>
  amount === null || amount === 0n;

/** The mark of a price that came to zero: that is no free rate. Absent elsewhere. */
export const isZero = (amount: Credits | null): true | undefined => amount === 0n || undefined;

/** Prices usage by the rate card in force at an instant, or by that version of it. */
export function price(
  booking: Booking,
  usage: Usage,
  by: { readonly at: Instant } | { readonly version: number | null; readonly at: Instant },
): Price {
  const { action, quantities, settings, amount } = usage;
  const { unit } = booking.state;
  const card = cardFor(booking, by);
  const rate =
    card !== undefined && Object.hasOwn(card.rates, action) ? card.rates[action] : undefined;
  const overCapture = rate?.overCapture ?? 'REJECT';
  if (amount !== undefined)
    return {
      amount: amountOf('amount', amount, unit.scale),
      priced: { action, quantities, settings },
      overCapture,
    };
  if (card === undefined || rate === undefined) return refuse({ code: 'NO_RATE', action });
  if (card.requiresQuantities === true) requireQuantity(rate, quantities);
  return {
    amount: priceOf(rate, { quantities, settings }, unit.scale),
    priced: { action, quantities, settings, rateCardVersion: card.version },
    overCapture,
  };
}

// A capture is priced by its hold's card.
function cardFor(
  { surroundings }: Booking,
  by: { readonly version?: number | null; readonly at: Instant },
): RateCard | undefined {
  return by.version === undefined || by.version === null
    ? cardAt(surroundings.catalog, by.at)
    : cardOfVersion(surroundings.catalog, by.version);
}
