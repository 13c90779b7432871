import type { Instant } from '#eventsourcing';

const secondsPerDay = 86_400;
const nanosPerSecond = 1_000_000_000n;
const rememberedDaysMax = 4096;

/** The first instant the ledger knows; there are none before the year 2000 or after 9999. */
export const earliestInstant = '2000-01-01T00:00:00.000000000Z' as Instant;
const earliestSecond = 946_684_800;
const latestSecond = 253_402_300_799;

const instantShape =
  /^[2-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{9}Z$/;

/** Whether a text is an instant as stored: a real date, nine digits, UTC, years 2000 to 9999. */
export function isInstant(text: string): text is Instant {
  if (!instantShape.test(text)) return false;
  const day = Number(text.slice(8, 10));
  return day <= 28 || new Date(Date.parse(text)).getUTCDate() === day;
}

/** The instant so many seconds and nanoseconds after 1970 began; RangeError outside 2000–9999. */
export function instantOf(seconds: bigint, nanos: number): Instant {
  const second = Number(seconds);
  if (second < earliestSecond || second > latestSecond)
    throw new RangeError(`${seconds} s is outside the years 2000 to 9999`);
  if (!Number.isInteger(nanos) || nanos < 0 || nanos > 999_999_999)
    throw new RangeError(`${nanos} is not a number of nanoseconds within a second`);
  const day = Math.floor(second / secondsPerDay);
  return `${dayText(day)}${timeText(second - day * secondsPerDay)}${fractionText(nanos)}Z` as Instant;
}

interface SecondsAndNanos {
  readonly seconds: bigint;
  readonly nanos: number;
}

let latest: Instant | undefined;
let ofLatest: SecondsAndNanos = { seconds: 0n, nanos: 0 };

/**
 * An instant as it goes on the wire. It must be one: this is too hot a path to check again. What is
 * answered together mostly has one instant, so the latest answer is remembered.
 */
export function secondsAndNanos(instant: Instant): SecondsAndNanos {
  if (instant !== latest) {
    ofLatest = {
      seconds: BigInt(Math.floor(Date.parse(instant) / 1000)),
      nanos: Number(instant.slice(20, 29)),
    };
    latest = instant;
  }
  return ofLatest;
}

/** How long after `from` it is at `to`; negative when `to` comes first. */
export function nanosBetween(from: Instant, to: Instant): bigint {
  return nanosSince1970(to) - nanosSince1970(from);
}

/** The instant so many nanoseconds later. */
export function plusNanos(instant: Instant, nanos: bigint): Instant {
  const total = nanosSince1970(instant) + nanos;
  return instantOf(total / nanosPerSecond, Number(total % nanosPerSecond));
}

function nanosSince1970(instant: Instant): bigint {
  const { seconds, nanos } = secondsAndNanos(instant);
  return seconds * nanosPerSecond + BigInt(nanos);
}

const dayTexts = new Map<number, string>();

// Making this text is the slow part of an instant, and nearly all instants of a run share a few days.
function dayText(day: number): string {
  const remembered = dayTexts.get(day);
  if (remembered !== undefined) return remembered;
  const text = new Date(day * secondsPerDay * 1000).toISOString().slice(0, 11);
  if (dayTexts.size >= rememberedDaysMax) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

function timeText(second: number): string {
  const minute = Math.floor(second / 60);
  const hour = Math.floor(minute / 60);
  return `${twoDigits[hour]}:${twoDigits[minute % 60]}:${twoDigits[second % 60]}.`;
}

const fractionText = (nanos: number): string =>
  nanos === 0 ? '000000000' : String(nanos).padStart(9, '0');
