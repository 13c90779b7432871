import type { Instant } from '#eventsourcing';
import type { Catalog, Rate, Requirement } from '#ledger';
import { BACKGROUNDS, PRICES } from './naive/prices.ts';
import { decimal, instantAt } from './translate.ts';

const logoNeedsABackground: Requirement = {
  when: { logo: ['new'] },
  // oxlint-disable-next-line unicorn/no-thenable
  then: { background: BACKGROUNDS },
};

/** The prices of the simulation as rate cards. */
export const catalog: Catalog = {
  cards: PRICES.map(({ from, actions }, index) => ({
    version: index + 1,
    effectiveFrom: from < 0 ? ('2000-01-01T00:00:00.000000000Z' as Instant) : instantAt(from),
    rates: mapped(actions, rateOf),
    requiresQuantities: true,
  })),
};

function rateOf(price: (typeof PRICES)[number]['actions'][string]): Rate {
  const { fixed, perUnit, factors, logoNeedsBackground, overCapture, free } = price;
  return {
    fixed: fixed === undefined ? undefined : decimal(fixed, 3),
    unitPrice: perUnit && mapped(perUnit, (thousandths) => decimal(thousandths, 3)),
    factors:
      factors &&
      mapped(factors, (values) => mapped(values, (hundredths) => decimal(hundredths, 2))),
    require: logoNeedsBackground === true ? [logoNeedsABackground] : undefined,
    overCapture,
    free,
  };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
