import type * as wire from '#contracts';
import type { Done } from '#application';
import type { CatalogEvent, Rate, RateCard, Requirement } from '#ledger';
import { fromInstant, fromReceipt } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';

export function published({ events, receipt }: Done<CatalogEvent>): wire.PublishRateCardResponse {
  const [event] = events;
  return {
    rateCard: event && fromRateCard(event.data),
    receipt: fromReceipt(receipt),
  };
}

export const fromRateCard = ({
  version,
  effectiveFrom,
  rates,
  requiresQuantities,
}: RateCard): wire.RateCard => ({
  version,
  effectiveFrom: fromInstant(effectiveFrom),
  rates: mapped(rates, fromRate),
  requiresQuantities: requiresQuantities ?? false,
});

const fromRate = (rate: Rate): wire.Rate => ({
  free: rate.free ?? false,
  allowNone: rate.allowNone ?? false,
  fixed: rate.fixed,
  unitPrice: new Map(Object.entries(rate.unitPrice ?? {})),
  factors: mapped(rate.factors ?? {}, (byValue) => ({ byValue: new Map(Object.entries(byValue)) })),
  require: (rate.require ?? []).map(fromRequirement),
  overCapture: rate.overCapture && enumTo('OVER_CAPTURE', rate.overCapture),
});

const fromRequirement = ({ when, then: required }: Requirement): wire.Requirement => ({
  when: fromChoices(when),
  // It is the rate card's word, and no function: nobody can await a requirement by mistake.
  // oxlint-disable-next-line unicorn/no-thenable
  then: fromChoices(required),
});

const fromChoices = (side: Requirement['when']): wire.Requirement['when'] =>
  mapped(side, (values) => ({ values: [...values] }));

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Map<string, To> =>
  new Map(Object.entries(record).map(([key, value]) => [key, change(value)] as const));
