import { Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as wire from '#contracts';
import type { Instant, Position } from '#eventsourcing';
import { plus, secondsAndNanos } from '#ledger';
import { NotServed } from '../../transport/errors.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import { InvalidRequest } from '../../transport/validation/violations.ts';
import { fromInstant, required, toInstant } from '../../wire/common.ts';

/** A clock that is moved by hand, with the ledger that goes with it. */
export interface MovableClock {
  now(): Instant;
  /** Sets the time, and resolves when everything due is booked and the read models have it. */
  moveTo(instant: Instant): Promise<Position>;
}

/** Under what the host provides it; `null` where the clock is the world's. */
export const MOVABLE_CLOCK = Symbol('the clock that is moved by hand');

/** Answers and moves the manual clock. */
@GrpcController()
export class ClockController {
  readonly #clock: MovableClock | null;

  constructor(@Inject(MOVABLE_CLOCK) clock: MovableClock | null) {
    this.#clock = clock;
  }

  @GrpcMethod('ClockService')
  getTime(): wire.GetTimeResponse {
    return { time: fromInstant(this.#manual().now()) };
  }

  @GrpcMethod('ClockService')
  async setTime({ time }: wire.SetTimeRequest): Promise<wire.SetTimeResponse> {
    return this.#moveTo(toInstant(required(time)), 'time');
  }

  @GrpcMethod('ClockService')
  async advanceTime({ by }: wire.AdvanceTimeRequest): Promise<wire.AdvanceTimeResponse> {
    return this.#moveTo(laterBy(by, this.#manual().now()), 'by');
  }

  async #moveTo(instant: Instant, field: string): Promise<wire.SetTimeResponse> {
    const clock = this.#manual();
    if (instant < clock.now())
      throw new InvalidRequest([
        { field, description: `must not be before the present time, ${clock.now()}` },
      ]);
    const position = await clock.moveTo(instant);
    return { time: secondsAndNanos(clock.now()), position: String(position) };
  }

  #manual(): MovableClock {
    if (this.#clock === null) throw new NotServed('There is no manual clock.');
    return this.#clock;
  }
}

function laterBy(duration: string, now: Instant): Instant {
  try {
    return plus(now, duration);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidRequest([{ field: 'by', description: 'must end before the year 10000' }]);
  }
}
