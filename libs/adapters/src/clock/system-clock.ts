import type { Clock, Instant } from '#eventsourcing';

/** The machine's time, which has milliseconds. */
export class SystemClock implements Clock {
  now(): Instant {
    return new Date().toISOString().replace('Z', '000000Z') as Instant;
  }
}
