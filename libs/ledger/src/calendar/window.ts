import type { Instant } from '#eventsourcing';
import { earliestInstant } from './instant.ts';
import { periodAt } from './period.ts';
import type { Period, PeriodKind } from './period.ts';

export type WindowKind = PeriodKind | 'TOTAL';

/** A stretch of time, half-open; without an end it lasts for ever. */
export interface TimeWindow {
  readonly start: Instant;
  readonly end: Instant | null;
}

const zonesMax = 1024;
const periodsMax = 8;

const total: TimeWindow = Object.freeze({ start: earliestInstant, end: null });

/** The local day, week (from Monday) or month that an instant is filed under, or all of time. */
export const windowOf = (kind: WindowKind, instant: Instant, zone: string): TimeWindow =>
  kind === 'TOTAL' ? total : recall(kind, instant, zone).window;

/** The local month that an instant is filed under: "2026-03". It is that of its `MONTH` window. */
export const localMonth = (instant: Instant, zone: string): string =>
  recall('MONTH', instant, zone).month;

/** The local day that an instant is filed under: "2026-03-01". It is that of its `DAY` window. */
export const localDay = (instant: Instant, zone: string): string =>
  recall('DAY', instant, zone).day;

interface Recalled {
  readonly window: TimeWindow & { readonly end: Instant };
  readonly day: string;
  readonly month: string;
}

type RecalledInZone = Readonly<Record<PeriodKind, readonly Recalled[]>>;

// Every event asks, and nearly always for a period just asked for: hence the memory of the last few.
const nothing: RecalledInZone = { DAY: [], WEEK: [], MONTH: [] };
const memory = new Map<string, RecalledInZone>();

function recall(kind: PeriodKind, instant: Instant, zone: string): Recalled {
  const recent = memory.get(zone);
  if (recent !== undefined)
    for (const recalled of recent[kind])
      if (recalled.window.start <= instant && instant < recalled.window.end) return recalled;
  const recalled = recalledFrom(periodAt(kind, instant, zone));
  const before = recent ?? nothing;
  remember(zone, { ...before, [kind]: [recalled, ...before[kind]].slice(0, periodsMax) });
  return recalled;
}

function remember(zone: string, recalled: RecalledInZone): void {
  if (memory.size >= zonesMax && !memory.has(zone)) memory.clear();
  memory.set(zone, recalled);
}

const recalledFrom = ({ start, end, firstDay }: Period): Recalled => ({
  window: Object.freeze({ start, end }),
  day: firstDay,
  month: firstDay.slice(0, 7),
});
