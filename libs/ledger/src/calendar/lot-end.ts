import type { Instant } from '#eventsourcing';
import { parseDuration } from './duration.ts';
import { instantAt, localTimeAt } from './local-time.ts';
import { windowOf } from './window.ts';

/** How a lot's end is given. A duration is one of the calendar: "P1Y" is 12 months, "P4W" 28 local days. */
export type LotEnd =
  | { readonly at: Instant }
  | { readonly after: string }
  | { readonly endOfLocalDay: true; readonly after?: string }
  | { readonly endOfLocalMonth: true; readonly after?: string }
  | { readonly never: true };

/** The first instant at which a lot that takes effect at `from` is no longer usable; null is never. */
export function lotEnd(end: LotEnd, from: Instant, zone: string): Instant | null {
  if ('never' in end) return null;
  if ('at' in end) return end.at;
  const last = end.after === undefined ? from : later(from, end.after, zone);
  if ('endOfLocalDay' in end) return windowOf('DAY', last, zone).end;
  if ('endOfLocalMonth' in end) return windowOf('MONTH', last, zone).end;
  return last;
}

// Temporal's "compatible" is our rule for local times that are skipped or come twice.
const later = (from: Instant, duration: string, zone: string): Instant =>
  instantAt(localTimeAt(from, zone).add(parseDuration(duration)));
