import type { Credits, Decimal } from './amounts.ts';
import { refuseField } from './refusal.ts';

export type { Credits, Decimal, Money } from './amounts.ts';

const DECIMAL = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/;

/** Whether a text is a decimal of at most 15 digits before and 6 after the point. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

const ZEROS = '000000';

/** An amount that a caller gave, in minor units. Refuses what is finer than the scale, and zero. */
export function amountOf(field: string, text: Decimal, scale: number): Credits {
  const amount = amountOrZeroOf(field, text, scale);
  if (amount === 0n) refuseField(field, 'must be greater than zero');
  return amount;
}

export function amountOrZeroOf(field: string, text: Decimal, scale: number): Credits {
  if (!isDecimal(text)) refuseField(field, 'must be a decimal such as "12.50"');
  const point = text.indexOf('.');
  const digits = point < 0 ? 0 : text.length - point - 1;
  if (digits > scale) refuseField(field, `must have at most ${scale} digits after the point`);
  const whole = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
  return BigInt(whole + ZEROS.slice(0, scale - digits));
}

/** A decimal in minor units, rounded down to the scale: a tenant's limit holds for every scale. */
export function roundedDown(text: Decimal, scale: number): Credits {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + (fraction + ZEROS).slice(0, scale));
}

/** A stored amount, always padded to its wallet's scale, in minor units. */
export function parseCredits(text: string): Credits {
  const point = text.indexOf('.');
  return BigInt(point < 0 ? text : text.slice(0, point) + text.slice(point + 1));
}

/** An amount as it is stored and sent: padded to the scale, with a minus sign when negative. */
export function formatCredits(amount: Credits, scale: number): string {
  if (amount < 0n) return `-${formatCredits(-amount, scale)}`;
  const text = String(amount);
  if (scale === 0) return text;
  const digits = text.length > scale ? text : text.padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A decimal without needless zeros: "4.50" is "4.5", "3.0" is "3". */
export function shortestDecimal(text: Decimal): Decimal {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A decimal fraction as digits and the power of ten they are divided by. */
export interface Fraction {
  readonly digits: bigint;
  readonly scale: number;
}

export function fractionOf(text: Decimal): Fraction {
  const point = text.indexOf('.');
  return { digits: parseCredits(text), scale: point < 0 ? 0 : text.length - point - 1 };
}

export const times = (a: Fraction, b: Fraction): Fraction => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

export function plusFraction(a: Fraction, b: Fraction): Fraction {
  if (a.scale < b.scale) return plusFraction(b, a);
  return { digits: a.digits + b.digits * 10n ** BigInt(a.scale - b.scale), scale: a.scale };
}

/** A fraction in minor units of a scale, rounded up once (D27). */
export function roundedUp({ digits, scale }: Fraction, to: number): Credits {
  if (scale <= to) return digits * 10n ** BigInt(to - scale);
  const divisor = 10n ** BigInt(scale - to);
  return (digits + divisor - 1n) / divisor;
}

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
