import { ValidateBy } from 'class-validator';
import { isDuration, isExactDuration, isZone } from '#ledger';
import {
  isCreditAmount,
  isCreditAmountOrZero,
  isEntityId,
  isIdempotencyKey,
  isLotId,
  isMapOf,
  isName,
  isRateNumber,
  isText,
  isTimestamp,
  isWithin,
} from './predicates.ts';

/** A rule of our own, as a decorator of class-validator. */
export const rule = (
  name: string,
  isValid: (value: unknown, message: object) => boolean,
  mustBe: string,
): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value, args) => isValid(value, args?.object ?? {}),
      defaultMessage: () => mustBe,
    },
  });

const ids = '1 to 128 characters of A-Z, a-z, 0-9 and ._:~-';

export const IsGiven = () => rule('isGiven', (value) => value !== undefined, 'must be given');

export const IsEntityId = () => rule('isEntityId', isEntityId, `must be ${ids}`);

export const IsActionName = () => rule('isActionName', isEntityId, `must be ${ids}`);

export const IsLotId = () =>
  rule('isLotId', isLotId, 'must be the id of a lot, as the ledger gave it');

export const IsIdempotencyKey = () =>
  rule(
    'isIdempotencyKey',
    isIdempotencyKey,
    'must be 1 to 255 visible ASCII characters that do not begin with "~system:"',
  );

const amounts = 'with at most 15 digits before the point and 6 after it';

export const IsCreditAmount = () =>
  rule('isCreditAmount', isCreditAmount, `must be a decimal such as "12.50", above 0, ${amounts}`);

export const IsCreditAmountOrZero = () =>
  rule(
    'isCreditAmountOrZero',
    isCreditAmountOrZero,
    `must be a decimal such as "12.50", at least 0, ${amounts}`,
  );

export const IsRateNumber = () =>
  rule(
    'isRateNumber',
    isRateNumber,
    'must be a decimal such as "0.001", at least 0, with at most 12 digits after the point',
  );

const entriesMax = 100;

export const IsQuantities = () =>
  rule(
    'isQuantities',
    (value) => isMapOf(value, entriesMax, [isName, isCreditAmountOrZero]),
    `must be at most ${entriesMax} decimals, at least 0, ${amounts}, by names of 1 to 128 characters`,
  );

export const IsSettings = () =>
  rule(
    'isSettings',
    (value) => isMapOf(value, entriesMax, [isName, isName]),
    `must be at most ${entriesMax} values of 1 to 128 characters, by names of 1 to 128 characters`,
  );

export const IsInstant = () =>
  rule('isInstant', isTimestamp, 'must be a time in the years 2000 to 9999');

export const IsIanaZone = () =>
  rule(
    'isIanaZone',
    (value) => typeof value === 'string' && isZone(value),
    'must be the name of an IANA time zone, such as "Europe/Berlin"',
  );

export const IsCurrency = () =>
  rule(
    'isCurrency',
    (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
    'must be an ISO 4217 code, such as "EUR"',
  );

export const IsMinorUnits = () =>
  rule(
    'isMinorUnits',
    (value) => typeof value === 'string' && /^(?:0|[1-9]\d{0,17})$/.test(value),
    'must be a whole number of minor units, at least 0, of at most 18 digits',
  );

export const IsCalendarDuration = () =>
  rule(
    'isCalendarDuration',
    (value) => typeof value === 'string' && isDuration(value),
    'must be an ISO 8601 duration above 0, such as "P1Y" or "P4W"',
  );

/** Of an end of a day or month, also no duration at all: the first day or month itself. */
export const IsCalendarDurationOrZero = () =>
  rule(
    'isCalendarDurationOrZero',
    (value) => typeof value === 'string' && (isDuration(value) || isNoTime(value)),
    'must be an ISO 8601 duration, such as "P30D", or "P0D"',
  );

export const isNoTime = (duration: string): boolean => /^P(?:0[YMWD]|T0[HMS])$/.test(duration);

export const IsExactDuration = () =>
  rule(
    'isExactDuration',
    (value) => typeof value === 'string' && isExactDuration(value),
    'must be an ISO 8601 duration without years and months, such as "PT72H" or "P35D"',
  );

export const IsTextOf = (lengthMax: number) =>
  rule('isTextOf', (value) => isText(value, lengthMax), `must be at most ${lengthMax} characters`);

export const IsIntegerFrom = (min: number, max: number) =>
  rule(
    'isIntegerFrom',
    (value) => isWithin(value, min, max),
    `must be a whole number from ${min} to ${max}`,
  );

export const IsTrue = () => rule('isTrue', (value) => value === true, 'must be true');
