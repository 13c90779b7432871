import type { Instant } from '#eventsourcing';
import { earliestInstant, nanosBetween, plusNanos } from './instant.ts';

const daysMax = 36_600; // a hundred years
const rememberedDurationsMax = 64;
const nanosPerSecond = 1_000_000_000n;

// Counts are whole, but for the seconds, and too short to overflow anything.
const durationShape =
  /^P(?=[\dT])(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,10})(?:\.(\d{1,9}))?S)?)?$/;

/** An ISO 8601 duration, taken apart; `nanos` is what its time part comes to. */
interface Parts {
  readonly months: number;
  readonly days: number;
  readonly nanos: bigint;
}

/** Whether a text is an ISO 8601 duration such as "P1Y", "P4W" or "PT72H": above 0, at most 100 years. */
export function isDuration(text: string): boolean {
  const parts = partsOf(text);
  return parts !== null && isPositive(parts) && isBounded(parts);
}

/** Whether a duration has one length everywhere and always: no years or months. */
export function isExactDuration(text: string): boolean {
  return isDuration(text) && partsOf(text)?.months === 0;
}

/** A duration as Temporal has it; RangeError for what `isDuration` refuses. */
export function parseDuration(text: string): Temporal.Duration {
  if (!isDuration(text)) throw new RangeError(`${text} is not a duration of at most 100 years`);
  return Temporal.Duration.from(text);
}

/**
 * The instant an exact duration later, such as "PT72H" or "P35D": here, and only here, a day is
 * 24 hours and a week 168, whatever clocks do. For calendar days in a zone there is `lotEnd`.
 */
export function plus(instant: Instant, duration: string): Instant {
  return (
    recalled(sums, instant, duration) ??
    remembered(sums, { instant, duration }, plusNanos(instant, exactNanos(duration)))
  );
}

/** The instant an exact duration earlier, never before the first there is. */
export function minus(instant: Instant, duration: string): Instant {
  return (
    recalled(differences, instant, duration) ??
    remembered(differences, { instant, duration }, before(instant, exactNanos(duration)))
  );
}

const before = (instant: Instant, nanos: bigint): Instant =>
  nanosBetween(earliestInstant, instant) < nanos ? earliestInstant : plusNanos(instant, -nanos);

// A batch is decided at one instant and asks the same few sums of it over and over.
interface Sum {
  readonly instant: Instant;
  readonly result: Instant;
}

const sums = new Map<string, Sum>();
const differences = new Map<string, Sum>();

function recalled(memory: Map<string, Sum>, instant: Instant, duration: string): Instant | null {
  const last = memory.get(duration);
  return last?.instant === instant ? last.result : null;
}

function remembered(
  memory: Map<string, Sum>,
  { instant, duration }: { readonly instant: Instant; readonly duration: string },
  result: Instant,
): Instant {
  if (memory.size >= rememberedDurationsMax) memory.clear();
  memory.set(duration, { instant, result });
  return result;
}

const exactDurations = new Map<string, bigint>();

function exactNanos(duration: string): bigint {
  const remembered = exactDurations.get(duration);
  if (remembered !== undefined) return remembered;
  const parts = partsOf(duration);
  if (parts === null || !isExactDuration(duration))
    throw new RangeError(`${duration} is not an exact duration`);
  const nanos = BigInt(parts.days) * 86_400n * nanosPerSecond + parts.nanos;
  if (exactDurations.size >= rememberedDurationsMax) exactDurations.clear();
  exactDurations.set(duration, nanos);
  return nanos;
}

function partsOf(text: string): Parts | null {
  const found = durationShape.exec(text);
  if (found === null) return null;
  const count = (group: number): number => Number(found[group] ?? 0);
  const seconds = count(5) * 3600 + count(6) * 60 + count(7);
  return {
    months: count(1) * 12 + count(2),
    days: count(3) * 7 + count(4),
    nanos: BigInt(seconds) * nanosPerSecond + BigInt((found[8] ?? '').padEnd(9, '0')),
  };
}

const isPositive = ({ months, days, nanos }: Parts): boolean => months + days > 0 || nanos > 0n;

const isBounded = ({ months, days, nanos }: Parts): boolean =>
  months * 30.5 + days + Number(nanos) / 86_400e9 <= daysMax;
