import type { Instant, Steps } from '#eventsourcing';
import { plus } from '../../calendar/index.ts';
import { larger, smaller, type Credits } from '../../credits.ts';
import { refuse, refuseField } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { requireWithinCaps } from '../caps/caps.ts';
import type { CommandOf } from '../commands.ts';
import { handBack, settleReturned } from '../consequences.ts';
import { authorise, requireNewConsumption, sealedResource } from '../usage/consume.ts';
import { cut } from '../lots/draw.ts';
import type { ReleaseCause } from '../events.ts';
import { totalOf } from '../lots/lots.ts';
import { isMemberSince, refuseRemoved, requireActiveMember } from '../members/membership.ts';
import { costsNothing, price } from '../usage/pricing.ts';
import { keptId, type Consumption, type Hold } from '../state.ts';

const DEADLINE_AHEAD_MAX = 'PT24H';

/** Reserves credit until a deadline; in burn order, and never with an overdraft (D5). */
export function* placeHold(booking: Booking, command: CommandOf<'PlaceHold'>): Steps<void> {
  const { holdId, memberId, deadline } = command;
  if (memberId !== undefined) requireActiveMember(booking.state, memberId);
  const taken = booking.state.holds.has(holdId) || booking.kept(keptId.hold(holdId)) !== undefined;
  if (taken) refuse({ code: 'ID_TAKEN', kind: 'HOLD', id: holdId });
  requireDeadlineWithin(booking, deadline);
  const { amount, priced, overCapture } = price(booking, command, { at: booking.now });
  if (costsNothing(amount))
    return refuseField('action', `${nothing(amount)}: there is nothing to hold`);
  requireWithinCaps(booking.state, memberId ?? null, { amount, at: booking.now });
  const { slices } = authorise(booking, { ...command, amount, mayOverdraw: false });
  yield* booking.move(
    'CreditsHeld',
    {
      ...priced,
      holdId,
      memberId,
      amount,
      slices,
      deadline,
      overCapture: command.overCapture ?? overCapture,
      resource: sealedResource(booking, command),
    },
    { held: amount },
  );
}

const nothing = (amount: 0n | null): string => (amount === null ? 'is free' : 'costs nothing');

function requireDeadlineWithin({ now }: Booking, deadline: Instant): void {
  if (deadline <= now) refuseField('deadline', 'must be in the future');
  if (deadline > plus(now, DEADLINE_AHEAD_MAX))
    refuseField('deadline', 'must be at most 24 hours ahead');
}

/** Spends what is held. What is left is released, unless the hold is kept open (D5). */
export function* captureHold(booking: Booking, command: CommandOf<'CaptureHold'>): Steps<void> {
  const { holdId, captureId, keepOpen } = command;
  const before = booking.kept(keptId.consumption(captureId));
  if (before?.kind === 'CONSUMPTION' && before.consumption.holdId === holdId)
    return yield* repeatCapture(booking, before.consumption, holdId);
  const hold = openHold(booking, holdId);
  requireNewConsumption(booking, captureId);
  const { wanted, priced } = capturePrice(booking, hold, command);
  const captured = smaller(wanted, hold.remaining);
  const beyond = beyondHold(booking, hold, wanted);
  const { taken } = cut(hold.slices, captured);
  const remaining = hold.remaining - captured;
  const { memberId: holder } = hold;
  const memberId = holder ?? undefined;
  yield* booking.record('HoldCaptured', {
    holdId,
    captureId,
    memberId,
    slices: taken,
    amount: captured,
    price: wanted,
    remaining,
    keepOpen,
  });
  const { slices: overflow, debt } = beyond;
  const amount = captured + totalOf(overflow) + debt;
  yield* booking.move(
    'CreditsConsumed',
    {
      ...priced,
      consumptionId: captureId,
      memberId,
      amount,
      slices: [...taken, ...overflow],
      debt,
      flags: debt > 0n ? ['OVERDRAWN'] : [],
      resource: sealedResource(booking, { resource: command.resource, memberId }),
      holdId,
      heldSince: hold.placedAt,
      overflow,
    },
    { balance: -amount },
  );
  const rest = booking.state.holds.get(holdId);
  if (rest !== undefined && !keepOpen) yield* release(booking, rest, 'CAPTURED');
}

// A capture told again under another key is no second one; told differently it is a contradiction,
// whatever became of the hold.
function* repeatCapture(
  booking: Booking,
  { consumptionId: captureId, requestHash, revision, amount, occurredAt }: Consumption,
  holdId: string,
): Steps<void> {
  if (requestHash !== booking.surroundings.requestHash)
    refuse({ code: 'CAPTURE_CONTRADICTS', holdId, captureId, amount, capturedAt: occurredAt });
  // HoldCaptured stands right before its CreditsConsumed: that is where the answer begins.
  yield* booking.stand('CommandAccepted', { outcome: 'CAPTURED_BEFORE', refersTo: revision - 1 });
}

function capturePrice(booking: Booking, hold: Hold, command: CommandOf<'CaptureHold'>) {
  const { quantities, settings, amount } = command;
  const usage = { action: hold.action, quantities, settings, amount };
  const isWhole =
    amount === undefined &&
    Object.keys(quantities).length === 0 &&
    Object.keys(settings).length === 0;
  if (isWhole)
    return { wanted: hold.remaining, priced: { action: hold.action, quantities, settings } };
  const by = { version: hold.rateCardVersion, at: hold.placedAt };
  const { amount: priced, priced: how } = price(booking, usage, by);
  if (costsNothing(priced))
    return refuseField('quantities', 'cost nothing: release the hold instead');
  return { wanted: priced, priced: how };
}

// D7: what a capture wants beyond its hold is refused, cut off, or drawn from free lots. The hold of a
// member that was removed since ends normally, and gives no more than it has.
function beyondHold(booking: Booking, hold: Hold, wanted: Credits) {
  const amount = larger(wanted - hold.remaining, 0n);
  if (amount === 0n || hold.overCapture === 'CAP' || hasLostItsMember(booking, hold))
    return { slices: [], debt: 0n };
  if (hold.overCapture === 'REJECT')
    refuse({
      code: 'OVER_CAPTURE',
      holdId: hold.holdId,
      remaining: hold.remaining,
      needed: wanted,
    });
  const { memberId, action } = hold;
  requireWithinCaps(booking.state, memberId, { amount, at: booking.now });
  const payer = memberId ?? undefined;
  return authorise(booking, { action, memberId: payer, amount, mayOverdraw: true });
}

const hasLostItsMember = ({ state }: Booking, { memberId, revision }: Hold): boolean =>
  memberId !== null && !isMemberSince(state, memberId, revision);

/** Moves the deadline of an open hold on: at most a day ahead, and not beyond what policy allows in all. */
export function* extendHold(booking: Booking, command: CommandOf<'ExtendHold'>): Steps<void> {
  const { holdId, deadline } = command;
  const { memberId: holder, deadline: from, placedAt, revision } = openHold(booking, holdId);
  if (holder !== null && !isMemberSince(booking.state, holder, revision))
    refuseRemoved(booking.state, holder);
  requireDeadlineWithin(booking, deadline);
  if (deadline <= from) refuseField('deadline', `must be later than ${from}`);
  const latest = plus(placedAt, booking.policies.holdMax);
  if (deadline > latest) refuseField('deadline', `must not be later than ${latest}`);
  const memberId = holder ?? undefined;
  yield* booking.stand('HoldExtended', { holdId, memberId, from, deadline });
}

export function* releaseHold(booking: Booking, { holdId }: CommandOf<'ReleaseHold'>): Steps<void> {
  yield* release(booking, openHold(booking, holdId), 'RELEASED');
}

/** Frees what a hold still reserves. Of a lot that has ended meanwhile it expires at once (D6). */
export function* release(booking: Booking, hold: Hold, cause: ReleaseCause): Steps<void> {
  const { holdId, memberId, slices, remaining: amount, revision } = hold;
  yield* booking.move(
    'HoldReleased',
    { holdId, memberId: memberId ?? undefined, slices, amount, cause },
    { held: -amount },
  );
  yield* settleReturned(booking, yield* handBack(booking, slices, revision), 'AFTER_RELEASE');
}

function openHold(booking: Booking, holdId: string): Hold {
  return booking.state.holds.get(holdId) ?? refuseResolved(booking, holdId);
}

// D8, D9: a hold is resolved once, and past its deadline it is expired.
function refuseResolved(booking: Booking, holdId: string): never {
  const kept = booking.kept(keptId.hold(holdId));
  const open = booking.state.holds.get(holdId);
  if (kept?.kind !== 'HOLD') {
    if (open === undefined) return refuse({ code: 'HOLD_NOT_FOUND', holdId });
    return refuse({ ...resolution(open), outcome: 'CAPTURED', resolvedAt: null });
  }
  const { outcome, hold, resolvedAt } = kept;
  if (outcome === 'EXPIRED') refuse({ code: 'HOLD_EXPIRED', holdId, deadline: hold.deadline });
  return refuse({ ...resolution(hold), outcome, resolvedAt });
}

const resolution = ({ holdId, captured, released, captureIds }: Hold) =>
  ({ code: 'HOLD_RESOLVED', holdId, captured, released, captureIds }) as const;
