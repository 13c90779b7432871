import type { Timestamp } from '#contracts';
import type { Instant } from '#eventsourcing';
import { earliestInstant, isDecimal, secondsAndNanos } from '#ledger';

/** An id that a caller gave. */
export const isEntityId = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Za-z0-9._:~-]{1,128}$/.test(value);

/** The id of a lot: derived by the ledger from a caller's id, so longer and with slashes. */
export const isLotId = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Za-z0-9._:~/-]{1,256}$/.test(value);

/** A key: visible ASCII, and none of the ledger's own. */
export const isIdempotencyKey = (value: unknown): boolean =>
  typeof value === 'string' && /^[!-~]{1,255}$/.test(value) && !value.startsWith('~system:');

/** An amount of credit that is given, so never zero. */
export const isCreditAmount = (value: unknown): boolean =>
  typeof value === 'string' && isDecimal(value) && /[1-9]/.test(value);

/** An amount of credit where zero has a meaning too. */
export const isCreditAmountOrZero = (value: unknown): boolean =>
  typeof value === 'string' && isDecimal(value);

/** A price or factor of a rate. */
export const isRateNumber = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?$/.test(value);

/** A name that a rate gives: of a quantity, of a setting, of a setting's value. */
export const isName = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && isText(value, 128);

/** A text of at most so many characters; one that takes two UTF-16 units is one. */
export const isText = (value: unknown, lengthMax: number): boolean =>
  typeof value === 'string' &&
  (value.length <= lengthMax ||
    (value.length <= 2 * lengthMax && Array.from(value).length <= lengthMax));

const first = secondsAndNanos(earliestInstant).seconds;
const last = secondsAndNanos('9999-12-31T23:59:59.999999999Z' as Instant).seconds;

/** A timestamp in the years 2000 to 9999. */
export function isTimestamp(value: unknown): boolean {
  if (value === undefined) return false;
  const { seconds, nanos } = value as Timestamp;
  return seconds >= first && seconds <= last && nanos >= 0 && nanos <= 999_999_999;
}

/** An integer within bounds. */
export const isWithin = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

/** A map all of whose keys and values are as they should be. */
export function isMapOf(
  value: unknown,
  entriesMax: number,
  [isKey, isValue]: readonly [(key: unknown) => boolean, (value: unknown) => boolean],
): boolean {
  const map = value as ReadonlyMap<unknown, unknown>;
  if (map.size === 0) return true;
  if (map.size > entriesMax) return false;
  for (const [key, each] of map) if (!isKey(key) || !isValue(each)) return false;
  return true;
}
