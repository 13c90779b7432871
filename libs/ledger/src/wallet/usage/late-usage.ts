import type { Instant, Steps } from '#eventsourcing';
import { minus, plus } from '../../calendar/index.ts';
import { refuse } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { exceedsCap } from '../caps/caps.ts';
import type { CommandOf } from '../commands.ts';
import { requireNewConsumption, sealedResource } from './consume.ts';
import { requireMemberThen } from '../members/membership.ts';
import { costsNothing, isZero, price } from './pricing.ts';
import type { UsageFlag } from '../terms.ts';
import { fund } from './funding.ts';

/**
 * Books usage that already happened (D11). Within the late window the lots valid at `occurredAt`
 * pay, what has expired since being reopened; then today's lots; the rest is debt. It is never
 * refused for lack of credit, except by the policy strictUsage.
 */
export function* recordUsage(booking: Booking, command: CommandOf<'RecordUsage'>): Steps<void> {
  const { consumptionId } = command;
  const at = acceptedInstant(booking, command.occurredAt ?? booking.now);
  const memberId = command.memberId ?? null;
  if (memberId !== null) requireMemberThen(booking.state, memberId, at);
  requireNewConsumption(booking, consumptionId);
  const { amount, priced } = price(booking, command, { at });
  const resource = sealedResource(booking, command);
  const common = { ...priced, consumptionId, memberId: command.memberId, resource };
  if (costsNothing(amount)) {
    const data = { ...common, zeroPriced: isZero(amount) };
    return yield* booking.move('FreeActionRecorded', data, {}, at);
  }
  const isLate = at < minus(booking.now, booking.policies.lateWindow);
  const overCap = exceedsCap(booking.state, memberId, { amount, at });
  const { slices, debt, outOfPeriod } = yield* fund(booking, {
    ...command,
    memberId,
    amount,
    at,
    isLate,
  });
  const flags = flagsOf({
    LATE: isLate,
    FUNDED_OUT_OF_PERIOD: outOfPeriod,
    OVER_CAP: overCap,
    OVERDRAWN: debt > 0n,
    BEFORE_OPENING: at < booking.state.openedAt,
  });
  yield* booking.move(
    'CreditsConsumed',
    { ...common, amount, slices, debt, flags },
    { balance: -amount },
    at,
  );
}

function flagsOf(flags: Readonly<Record<UsageFlag, boolean>>): readonly UsageFlag[] {
  return (Object.keys(flags) as UsageFlag[]).filter((flag) => flags[flag]);
}

const AHEAD_MAX = 'PT5M';

// Clocks differ: a little ahead is now, more is a mistake. What is too old could be booked twice.
function acceptedInstant({ now, policies }: Booking, occurredAt: Instant): Instant {
  const latestAccepted = plus(now, AHEAD_MAX);
  if (occurredAt > latestAccepted) refuse({ code: 'USAGE_IN_FUTURE', latestAccepted });
  if (occurredAt > now) return now;
  const oldestAccepted = minus(now, policies.acceptanceWindow);
  if (occurredAt < oldestAccepted) refuse({ code: 'USAGE_TOO_OLD', oldestAccepted });
  return occurredAt;
}
