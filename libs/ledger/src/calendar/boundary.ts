import type { Instant } from '#eventsourcing';
import { instantAt } from './local-time.ts';

/** Where a cycle is counted from: a local date and time in a zone, never a bare instant. */
export interface Anchor {
  /** "2025-01-31" */
  readonly date: string;
  /** "10:00" or "10:00:00" */
  readonly time: string;
  readonly zone: string;
}

export type CycleUnit = 'MONTH' | 'YEAR' | 'WEEK' | 'DAY';

/**
 * The n-th boundary of a cycle, the anchor itself being the 0th. Always counted from the anchor:
 * from one boundary to the next, the clamp to a short month would stay for ever.
 */
export function boundary(anchor: Anchor, n: number, unit: CycleUnit): Instant {
  const time = Temporal.PlainTime.from(anchor.time);
  const local = Temporal.PlainDate.from(anchor.date).toPlainDateTime(time).add(units(n)[unit]);
  return instantAt(local.toZonedDateTime(anchor.zone, { disambiguation: 'compatible' }));
}

const units = (n: number): Readonly<Record<CycleUnit, Temporal.DurationLike>> => ({
  MONTH: { months: n },
  YEAR: { months: 12 * n },
  WEEK: { weeks: n },
  DAY: { days: n },
});
