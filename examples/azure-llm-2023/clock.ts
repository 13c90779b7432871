import { ClockServiceService, SetTimeRequest, type Timestamp } from '#contracts';
import type { Caller } from './client.ts';
import { isBefore, plusSeconds } from './time.ts';

const STEP_SECONDS_MAX = 60;

/** The ledger's manual clock, moved on in steps of at most a minute. */
export class Clock {
  readonly #staff: Caller;
  #now: Timestamp;

  constructor(staff: Caller, now: Timestamp) {
    this.#staff = staff;
    this.#now = now;
  }

  get now(): Timestamp {
    return this.#now;
  }

  /** Answers when everything due until then is booked. */
  async moveTo(time: Timestamp): Promise<void> {
    while (isBefore(plusSeconds(this.#now, STEP_SECONDS_MAX), time))
      await this.#set(plusSeconds(this.#now, STEP_SECONDS_MAX));
    if (isBefore(this.#now, time)) await this.#set(time);
  }

  async moveOn(seconds: number): Promise<void> {
    await this.moveTo(plusSeconds(this.#now, seconds));
  }

  async #set(time: Timestamp): Promise<void> {
    await this.#staff.ask(ClockServiceService.setTime, SetTimeRequest.create({ time }));
    this.#now = time;
  }
}
