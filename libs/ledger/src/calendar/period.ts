import type { Instant } from '#eventsourcing';
import { earliestInstant } from './instant.ts';
import { instantAt, localTimeAt, startOfDay } from './local-time.ts';

export type PeriodKind = 'DAY' | 'WEEK' | 'MONTH';

/** A local day, week or month: `[start, end)`, and the date it begins with. */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
  readonly firstDay: string;
}

/**
 * The period that an instant is filed under; RangeError when it ends after the year 9999.
 * Periods tile time: where clocks go back over midnight, the first midnight began the new day for good.
 */
export function periodAt(kind: PeriodKind, instant: Instant, zone: string): Period {
  const { firstDayOf, length } = calendar[kind];
  const firstDay = firstDayOf(localTimeAt(instant, zone).toPlainDate());
  const period = periodFrom(firstDay, length, zone);
  // After clocks went back over midnight the date is yesterday's again, but yesterday has ended.
  return instant < period.end ? period : periodFrom(firstDay.add(length), length, zone);
}

function periodFrom(firstDay: Temporal.PlainDate, length: Length, zone: string): Period {
  return {
    start: startFrom(firstDay, zone),
    end: instantAt(startOfDay(firstDay.add(length), zone)),
    firstDay: firstDay.toString(),
  };
}

// The period in which the year 2000 began may itself have begun before, where there are no instants.
function startFrom(firstDay: Temporal.PlainDate, zone: string): Instant {
  const start = startOfDay(firstDay, zone);
  return start.epochNanoseconds < earliest.epochNanoseconds ? earliestInstant : instantAt(start);
}

const earliest = Temporal.Instant.from(earliestInstant);

type Length = Temporal.DurationLike;

interface Calendar {
  readonly length: Length;
  readonly firstDayOf: (date: Temporal.PlainDate) => Temporal.PlainDate;
}

const calendar: Readonly<Record<PeriodKind, Calendar>> = {
  DAY: { length: { days: 1 }, firstDayOf: (date) => date },
  WEEK: {
    length: { weeks: 1 },
    firstDayOf: (date) => date.subtract({ days: date.dayOfWeek - 1 }),
  },
  MONTH: { length: { months: 1 }, firstDayOf: (date) => date.with({ day: 1 }) },
};
