import type { Clock, Instant } from '#eventsourcing';

/** The machine's time, which has milliseconds. */
export class SystemClock implements Clock {
  #millisecond = -1;
  #text = '' as Instant;

  // Many commands are decided within one millisecond, and its text is made once.
  now(): Instant {
    const millisecond = Date.now();
    if (millisecond !== this.#millisecond) {
      this.#millisecond = millisecond;
      this.#text = new Date(millisecond).toISOString().replace('Z', '000000Z') as Instant;
    }
    return this.#text;
  }
}
