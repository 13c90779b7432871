import { closeSync, constants, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FILE_MODE, FOLDER_MODE } from '../private-files.ts';
import type { Clock, Instant } from '#eventsourcing';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;

/** A clock that stands still until it is told the time. Its file remembers it across restarts. */
export class ManualClock implements Clock {
  readonly #file: number;
  #now: Instant;

  private constructor(file: number, now: Instant) {
    this.#file = file;
    this.#now = now;
  }

  /** Goes on from what the file remembers; a fresh clock begins at the initial instant. */
  static open(path: string, initial: Instant): ManualClock {
    mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, FILE_MODE);
    const remembered = readFileSync(file, 'utf8');
    if (remembered !== '' && !INSTANT.test(remembered))
      throw new Error(`${path} holds no instant: ${JSON.stringify(remembered)}`);
    const clock = new ManualClock(file, (remembered || initial) as Instant);
    clock.#remember();
    return clock;
  }

  now(): Instant {
    return this.#now;
  }

  /** Time never goes backwards; to set the same instant again changes nothing. */
  advanceTo(instant: Instant): void {
    if (!INSTANT.test(instant)) throw new RangeError(`${instant} is not an instant`);
    if (instant < this.#now)
      throw new RangeError(`${instant} is before ${this.#now}: time never goes backwards`);
    this.#now = instant;
    this.#remember();
  }

  close(): void {
    closeSync(this.#file);
  }

  // All instants are equally long, so one write replaces the one before as a whole.
  #remember(): void {
    writeSync(this.#file, this.#now, 0);
  }
}
