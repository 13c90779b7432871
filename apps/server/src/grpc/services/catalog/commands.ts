import type * as wire from '#contracts';
import type { CatalogCommand, Rate, Requirement } from '#ledger';
import { toInstantOrUnset, toRecord } from '../../wire/common.ts';
import { enumFrom } from '../../wire/enums.ts';

export const toPublishRateCard = (request: wire.PublishRateCardRequest): CatalogCommand => ({
  type: 'PublishRateCard',
  version: request.version,
  effectiveFrom: toInstantOrUnset(request.effectiveFrom),
  rates: mapped(request.rates, toRate),
});

/** Only what is set, so that a rate is stored as it was meant. */
function toRate(rate: wire.Rate): Rate {
  const whole: Rate = {
    fixed: rate.fixed,
    unitPrice: rate.unitPrice.size > 0 ? toRecord(rate.unitPrice) : undefined,
    factors:
      rate.factors.size > 0 ? mapped(rate.factors, ({ byValue }) => toRecord(byValue)) : undefined,
    require: rate.require.length > 0 ? rate.require.map(toRequirement) : undefined,
    overCapture: enumFrom('OVER_CAPTURE', rate.overCapture),
    free: rate.free ? true : undefined,
    allowNone: rate.allowNone ? true : undefined,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

const toRequirement = ({ when, then: required }: wire.Requirement): Requirement => ({
  when: toChoices(when),
  // It is the rate card's word, and no function: nobody can await a requirement by mistake.
  // oxlint-disable-next-line unicorn/no-thenable
  then: toChoices(required),
});

const toChoices = (side: wire.Requirement['when']): Requirement['when'] =>
  mapped(side, ({ values }) => values);

const mapped = <From, To>(
  map: ReadonlyMap<string, From>,
  change: (value: From) => To,
): Readonly<Record<string, To>> =>
  Object.fromEntries([...map].map(([key, value]) => [key, change(value)] as const));
