import type { Instant } from '#eventsourcing';
import { cardAt, cardOfVersion, type RateCard } from '../catalog/rate-card.ts';
import { priceOf } from '../catalog/pricing.ts';
import { amountOf, type Credits } from '../credits.ts';
import { refuse } from '../refusal.ts';
import type { Booking } from './booking.ts';
import type { Usage } from './commands.ts';
import type { Priced } from './events.ts';
import type { OverCapture } from './terms.ts';

/** What usage costs, `null` where it is free, and how that came about. */
export interface Price {
  readonly amount: Credits | null;
  readonly priced: Priced;
  readonly overCapture: OverCapture;
}

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
