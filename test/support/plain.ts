import type { Timestamp } from '#contracts';
import type { Moments } from './moments.ts';

/**
 * A message of the wire as scenarios write it: amounts as numbers, enums without their prefix, lots
 * by the names they were given, times in the scenario's form, a oneof as the one thing it is.
 * Only an amount that is padded to the wallet's scale becomes a number.
 */
export function plain(value: unknown, how: { moments: Moments; scale: number }): unknown {
  if (typeof value === 'string') return plainText(value, how.scale);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, how));
  if (value instanceof Map) return plain(Object.fromEntries(value), how);
  if (isTimestamp(value)) return how.moments.shown(value);
  if ('$case' in value && 'value' in value)
    return { [String(value.$case)]: plain(value.value, how) };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [name, plain(field, how)]),
  );
}

const isTimestamp = (value: object): value is Timestamp => 'seconds' in value && 'nanos' in value;

const enumPrefix = new RegExp(
  `^(${[
    'ACTOR_TYPE',
    'BURN_ORDER',
    'CANCELLATION_CAUSE',
    'CAP_WINDOW',
    'HOLD_STATUS',
    'ID_KIND',
    'LOT_KIND',
    'LOT_STATUS',
    'MEMBER_FUNDING',
    'MEMBER_ROLE',
    'NEXT_CHANGE_CAUSE',
    'OVER_CAPTURE',
    'OWNER_TYPE',
    'REQUEST_STATUS',
    'TRANSACTION_KIND',
    'USAGE_FLAG',
    'WALLET_STATUS',
  ].join('|')})_(?=[A-Z])`,
);

function plainText(text: string, scale: number): string | number {
  const fraction = scale === 0 ? '' : `\\.\\d{${scale}}`;
  if (new RegExp(`^-?\\d+${fraction}$`).test(text) && scale > 0) return Number(text);
  return text.replace(/^(grant|purchase):/, '').replace(enumPrefix, '');
}
