import type { Timestamp } from '#contracts';

/**
 * Times as scenarios write them, local to the wallet. "d9 20:00" is 20:00 of the ninth day, "d9"
 * its first instant, "11:50" a time of the first day, "2026-03-31 23:58" a date of the calendar,
 * "2025-03-31T22:30Z" an instant.
 */
export class Moments {
  readonly #day: Temporal.PlainDate;
  readonly #zone: string;

  constructor(day: string, zone: string) {
    this.#day = Temporal.PlainDate.from(day);
    this.#zone = zone;
  }

  /** The first instant of the scenario. */
  get start(): Temporal.Instant {
    return this.#day.toZonedDateTime(this.#zone).toInstant();
  }

  at(text: string): Temporal.Instant {
    if (text.endsWith('Z')) return Temporal.Instant.from(text);
    const { date, time } = parsed(text, this.#day);
    return date.toZonedDateTime({ timeZone: this.#zone, plainTime: time }).toInstant();
  }

  timestamp(text: string): Timestamp {
    return timestampOf(this.at(text));
  }

  /** A timestamp as scenarios write it: "d9 20:00", seconds only where there are any. */
  shown({ seconds, nanos }: Timestamp): string {
    const instant = Temporal.Instant.fromEpochNanoseconds(seconds * 1_000_000_000n + BigInt(nanos));
    const local = instant.toZonedDateTimeISO(this.#zone);
    const day = this.#day.until(local.toPlainDate(), { largestUnit: 'days' }).days + 1;
    const isWhole = local.second === 0 && nanos === 0;
    const time = local.toPlainTime().toString(isWhole ? { smallestUnit: 'minute' } : {});
    return `d${day} ${time}`;
  }

  /** What a scenario expects, with every time in the one form in which times are shown. */
  inOneForm(expected: unknown): unknown {
    if (typeof expected === 'string')
      return isMoment(expected) ? this.shown(this.timestamp(expected)) : expected;
    if (Array.isArray(expected)) return expected.map((item) => this.inOneForm(item));
    if (typeof expected !== 'object' || expected === null) return expected;
    return Object.fromEntries(
      Object.entries(expected).map(([name, value]) => [name, this.inOneForm(value)]),
    );
  }
}

export function timestampOf(instant: Temporal.Instant): Timestamp {
  const nanos = instant.epochNanoseconds;
  return { seconds: nanos / 1_000_000_000n, nanos: Number(nanos % 1_000_000_000n) };
}

const dayForm = /^d(?<n>\d+)(?: (?<time>\d\d:\d\d(?::\d\d)?))?$/;
const dateForm = /^(?<date>\d{4}-\d\d-\d\d)(?: (?<time>\d\d:\d\d(?::\d\d)?))?$/;
const timeForm = /^(?<time>\d\d:\d\d(?::\d\d)?)$/;
const instantForm = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const isMoment = (text: string): boolean =>
  [dayForm, dateForm, timeForm, instantForm].some((form) => form.test(text));

function parsed(text: string, first: Temporal.PlainDate) {
  const groups = [dayForm, dateForm, timeForm].map((form) => form.exec(text)?.groups).find(Boolean);
  if (groups === undefined) throw new Error(`"${text}" is no time of a scenario`);
  const { n, date, time = '00:00' } = groups;
  return {
    date:
      date === undefined ? first.add({ days: Number(n ?? 1) - 1 }) : Temporal.PlainDate.from(date),
    time: Temporal.PlainTime.from(time),
  };
}
