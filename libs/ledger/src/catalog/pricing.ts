import {
  fractionOf,
  plusFraction,
  roundedUp,
  times,
  type Credits,
  type Decimal,
  type Fraction,
} from '../credits.ts';
import { refuse } from '../refusal.ts';
import type { Rate } from './rate-card.ts';

/** What of usage has a price. */
export interface Priceable {
  readonly quantities: Readonly<Record<string, Decimal>>;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * What usage costs at a rate, or `null` where that is free: the fixed part and every quantity at its
 * unit price, times the factors of the chosen settings, rounded up once (D27). It may come to zero.
 */
export function priceOf(rate: Rate, usage: Priceable, scale: number): Credits | null {
  checkQuantities(rate, usage.quantities);
  checkSettings(rate, usage.settings);
  checkRequirements(rate, usage.settings);
  if (rate.free === true) return null;
  const unscaled = Object.entries(usage.quantities).reduce(
    (sum, [name, quantity]) => plusFraction(sum, costOf(rate, name, quantity)),
    fraction(rate.fixed ?? '0'),
  );
  const price = Object.entries(usage.settings).reduce((product, [name, value]) => {
    const factor = rate.factors?.[name]?.[value];
    return factor === undefined ? product : times(product, fraction(factor));
  }, unscaled);
  return roundedUp(price, scale);
}

/** Refuses usage without any of the units that alone make the price of a rate, unless that is meant. */
export function requireQuantity(rate: Rate, quantities: Priceable['quantities']): void {
  const { unitPrice, fixed, allowNone } = rate;
  const names = Object.keys(unitPrice ?? {});
  const isOfUnitsAlone = names.length > 0 && fraction(fixed ?? '0').digits === 0n;
  if (isOfUnitsAlone && allowNone !== true && Object.keys(quantities).length === 0)
    refuse({ code: 'MISSING_QUANTITY', names });
}

function costOf({ unitPrice }: Rate, name: string, quantity: Decimal): Fraction {
  const price = unitPrice?.[name];
  return price === undefined ? ZERO : times(fraction(price), fractionOf(quantity));
}

const ZERO: Fraction = { digits: 0n, scale: 0 };

// Rates are few and asked for on every request, so their decimals are read once.
const fractions = new Map<Decimal, Fraction>();
const FRACTIONS_MAX = 10_000;

function fraction(text: Decimal): Fraction {
  const known = fractions.get(text);
  if (known !== undefined) return known;
  if (fractions.size >= FRACTIONS_MAX) fractions.clear();
  const read = fractionOf(text);
  fractions.set(text, read);
  return read;
}

function checkQuantities({ unitPrice, free }: Rate, quantities: Priceable['quantities']): void {
  for (const quantity of Object.keys(quantities))
    if (free !== true && !has(unitPrice, quantity))
      refuse({ code: 'UNKNOWN_QUANTITY', quantity, known: Object.keys(unitPrice ?? {}) });
}

function checkSettings(rate: Rate, settings: Priceable['settings']): void {
  for (const [setting, value] of Object.entries(settings)) {
    const values = valuesOf(rate, setting);
    if (values.length === 0)
      refuse({ code: 'UNKNOWN_SETTING', setting, value: '', known: settingsOf(rate) });
    if (!values.includes(value)) refuse({ code: 'UNKNOWN_SETTING', setting, value, known: values });
  }
}

// A setting is known by its factors, or else by the requirements that speak of it.
function valuesOf({ factors, require }: Rate, setting: string): readonly string[] {
  if (has(factors, setting)) return Object.keys(factors?.[setting] ?? {});
  const named = (require ?? []).flatMap(({ when, then }) =>
    [when, then].flatMap((side) => (has(side, setting) ? (side[setting] ?? []) : [])),
  );
  return [...new Set(named)];
}

function settingsOf({ factors, require }: Rate): readonly string[] {
  const required = (require ?? []).flatMap(({ when, then }) => [when, then]);
  return [...new Set([factors ?? {}, ...required].flatMap((side) => Object.keys(side)))];
}

function checkRequirements({ require }: Rate, settings: Priceable['settings']): void {
  for (const { when, then } of require ?? []) {
    if (!Object.entries(when).every(([name, values]) => isChosen(settings, name, values))) continue;
    const missing = Object.entries(then)
      .filter(([name, values]) => !isChosen(settings, name, values))
      .map(([setting, values]) => ({ setting, values }));
    if (missing.length > 0) refuse({ code: 'RATE_REQUIREMENT', missing });
  }
}

function isChosen(
  settings: Priceable['settings'],
  name: string,
  values: readonly string[],
): boolean {
  const chosen = has(settings, name) ? settings[name] : undefined;
  return chosen !== undefined && values.includes(chosen);
}

// Names come from callers; "constructor" is not a quantity.
const has = (record: object | undefined, name: string): boolean =>
  record !== undefined && Object.hasOwn(record, name);
