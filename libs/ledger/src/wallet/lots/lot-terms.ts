import type { Instant } from '#eventsourcing';
import { lotEnd, type LotEnd } from '../../calendar/index.ts';
import { refuseField } from '../../refusal.ts';

/** When a lot ends in its wallet's zone; refused where the calendar has no such instant. */
export function endOfLot(end: LotEnd, from: Instant, timeZone: string): Instant | null {
  try {
    return lotEnd(end, from, timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuseField('end', 'must lie before the year 10000');
  }
}
