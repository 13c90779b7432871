import type { Minute, NaiveUsage, Objection, OverCapture } from './commands.ts';
import { objectIf } from './wallet.ts';

interface Price {
  /** In thousandths of a credit. */
  readonly fixed?: number;
  readonly perUnit?: Readonly<Record<string, number>>;
  /** In hundredths. */
  readonly factors?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly logoNeedsBackground?: boolean;
  readonly free?: boolean;
  readonly overCapture?: OverCapture;
}

type PriceList = Readonly<Record<string, Price>>;

const cheap: PriceList = {
  llm: { perUnit: { tokens: 7 }, overCapture: 'OVERFLOW' },
  scan: { fixed: 33, overCapture: 'CAP' },
  photo: {
    fixed: 50,
    factors: { quality: { draft: 50, final: 100 } },
    logoNeedsBackground: true,
  },
  revert: { free: true },
};

const dear: PriceList = {
  llm: { perUnit: { tokens: 9 }, fixed: 10, overCapture: 'OVERFLOW' },
  scan: { fixed: 44, overCapture: 'REJECT' },
  photo: {
    fixed: 80,
    factors: { quality: { draft: 25, final: 150 } },
    logoNeedsBackground: true,
  },
  revert: { free: true },
};

/** The prices that the simulation publishes: from always, and others every few hours or days. */
export const PRICES: readonly { readonly from: Minute; readonly actions: PriceList }[] = [
  -10_000_000, 100, 700, 1440, 2000, 3000, 4400, 5800, 7000, 10_000, 14_400, 20_000, 40_000,
].map((from, index) => ({ from, actions: index % 2 === 0 ? cheap : dear }));

export const BACKGROUNDS = ['new', 'existing'];

type Priced = { readonly amount: number } | { readonly objections: readonly Objection[] };

/** What usage costs in minor units, by the prices of an instant. Zero is free. */
export function priceAt(usage: Omit<NaiveUsage, 'memberId'>, scale: number, at: Minute): Priced {
  if (usage.amount !== undefined)
    return usage.amount > 0
      ? { amount: usage.amount }
      : { objections: [{ code: 'INVALID_FIELD' }] };
  const price = priceListAt(at)[usage.action];
  if (price === undefined) return { objections: [{ code: 'NO_RATE' }] };
  const objections = objectionsTo(usage, price);
  return objections.length > 0 ? { objections } : { amount: amountOf(usage, price, scale) };
}

export const rateOverCapture = (action: string, at: Minute): OverCapture =>
  priceListAt(at)[action]?.overCapture ?? 'REJECT';

const priceListAt = (at: Minute): PriceList =>
  PRICES.findLast(({ from }) => from <= at)?.actions ?? {};

function amountOf(
  { quantities, settings }: Omit<NaiveUsage, 'memberId'>,
  { fixed = 0, perUnit = {}, factors = {}, free }: Price,
  scale: number,
): number {
  if (free === true) return 0;
  const units = Object.entries(quantities).map(([name, count]) => count * (perUnit[name] ?? 0));
  const thousandths = units.reduce((sum, cost) => sum + cost, fixed);
  let factor = 1;
  let divisor = 1000;
  for (const [name, value] of Object.entries(settings)) {
    factor *= factors[name]?.[value] ?? 100;
    divisor *= 100;
  }
  return Math.ceil((thousandths * factor * 10 ** scale) / divisor);
}

function objectionsTo(
  { quantities, settings }: Omit<NaiveUsage, 'memberId'>,
  price: Price,
): readonly Objection[] {
  const { fixed = 0, perUnit = {}, logoNeedsBackground = false, free = false } = price;
  const hasUnits = Object.keys(perUnit).length > 0;
  const lacksBackground =
    logoNeedsBackground &&
    settings['logo'] === 'new' &&
    !BACKGROUNDS.includes(settings['background'] ?? '');
  const lacksQuantity = fixed === 0 && hasUnits && Object.keys(quantities).length === 0;
  return [
    ...objectIf(lacksQuantity, 'MISSING_QUANTITY'),
    ...Object.keys(quantities).flatMap((name) =>
      objectIf(!free && perUnit[name] === undefined, 'UNKNOWN_QUANTITY'),
    ),
    ...Object.entries(settings).flatMap(([name, value]) =>
      objectIf(!isKnown(price, name, value), 'UNKNOWN_SETTING'),
    ),
    ...objectIf(lacksBackground, 'RATE_REQUIREMENT'),
  ];
}

function isKnown({ factors, logoNeedsBackground = false }: Price, name: string, value: string) {
  if (factors?.[name] !== undefined) return factors[name][value] !== undefined;
  if (!logoNeedsBackground) return false;
  return name === 'logo' ? value === 'new' : name === 'background' && BACKGROUNDS.includes(value);
}
