import type { Instant } from '#eventsourcing';
import { isInstant } from './instant.ts';

/** What clocks in the zone show at an instant. */
export const localTimeAt = (instant: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone);

/** The zone's first instant of a day, which is not midnight where midnight was skipped. */
export const startOfDay = (date: Temporal.PlainDate, zone: string): Temporal.ZonedDateTime =>
  date.toZonedDateTime(zone);

/** A local time as an instant; RangeError outside the years 2000 to 9999. */
export function instantAt(local: Temporal.ZonedDateTime): Instant {
  const text = local.toInstant().toString({ fractionalSecondDigits: 9 });
  if (!isInstant(text)) throw new RangeError(`${text} is outside the years 2000 to 9999`);
  return text;
}
