import { capObjections } from './caps.ts';
import type { Minute, NaiveCommandOf, Objection, Prediction } from './commands.ts';
import { comeBack, settle } from './debt.ts';
import { memberObjections } from './members.ts';
import { priceAt, rateOverCapture } from './prices.ts';
import { creditObjections, idObjections, purse } from './usage.ts';
import { accepted, objectIf, put, refused, type NaiveHold, type NaiveWallet } from './wallet.ts';

const DEADLINE_MAX = 1440;

export function placeHold(
  wallet: NaiveWallet,
  command: NaiveCommandOf<'PlaceHold'>,
  now: Minute,
): Prediction {
  const { holdId, action, deadline } = command;
  const memberId = command.memberId ?? null;
  const priced = priceAt(command, wallet.scale, now);
  const amount = 'amount' in priced ? priced.amount : 0;
  const spend = { memberId, action, amount };
  const objections = [
    ...objectIf(wallet.holds.has(holdId), 'ID_TAKEN'),
    ...memberObjections(wallet, memberId),
    ...('objections' in priced ? priced.objections : []),
    ...objectIf(deadline <= now || deadline > now + DEADLINE_MAX, 'INVALID_FIELD'),
    ...objectIf(amount === 0, 'INVALID_FIELD'),
    ...creditObjections(wallet, spend, { overdraft: 0, now }),
    ...capObjections(wallet, memberId, amount, now),
  ];
  if (objections.length > 0) return refused(objections);
  const coins = purse(wallet, spend, now).slice(0, amount);
  put(coins, 'HELD');
  wallet.holds.set(holdId, {
    holdId,
    memberId,
    action,
    placedAt: now,
    deadline,
    overCapture: command.overCapture ?? rateOverCapture(action, now),
    amount,
    coins,
    captured: 0,
    outcome: null,
  });
  return accepted();
}

export function captureHold(
  wallet: NaiveWallet,
  command: NaiveCommandOf<'CaptureHold'>,
  now: Minute,
): Prediction {
  const hold = wallet.holds.get(command.holdId);
  if (hold === undefined) return refused([{ code: 'HOLD_NOT_FOUND' }]);
  const before = wallet.consumptions.get(command.captureId);
  const isOfThisHold = before?.holdId === hold.holdId;
  if (isOfThisHold)
    return before.asked === JSON.stringify(command)
      ? accepted('CAPTURED_BEFORE')
      : refused([{ code: 'CAPTURE_CONTRADICTS', figures: {} }]);
  const priced = capturePrice(wallet, hold, command);
  const asked = 'amount' in priced ? priced.amount : 0;
  const objections = [
    ...resolvedObjections(hold),
    ...idObjections(wallet, command.captureId),
    ...('objections' in priced ? priced.objections : []),
    ...objectIf(asked === 0, 'INVALID_FIELD'),
    ...overCaptureObjections(wallet, hold, { asked, now }),
  ];
  if (objections.length > 0) return refused(objections);
  capture(wallet, hold, { command, asked, now });
  const made = wallet.consumptions.get(command.captureId);
  return { accepted: true, flags: made?.debt === 0 ? [] : ['OVERDRAWN'] };
}

// Without saying how much, all that is held.
function capturePrice(
  wallet: NaiveWallet,
  { action, coins, placedAt }: NaiveHold,
  command: NaiveCommandOf<'CaptureHold'>,
): ReturnType<typeof priceAt> {
  const { amount, quantities, settings } = command;
  const details = Object.keys(quantities).length + Object.keys(settings).length;
  return amount === undefined && details === 0
    ? { amount: coins.length }
    : priceAt({ ...command, action }, wallet.scale, placedAt);
}

function resolvedObjections({ outcome }: NaiveHold): readonly Objection[] {
  if (outcome === null) return [];
  return [{ code: outcome === 'EXPIRED' ? 'HOLD_EXPIRED' : 'HOLD_RESOLVED' }];
}

function overCaptureObjections(
  wallet: NaiveWallet,
  { coins, overCapture, memberId, action, outcome, orphaned }: NaiveHold,
  { asked, now }: { readonly asked: number; readonly now: Minute },
): readonly Objection[] {
  const remaining = coins.length;
  const extra = asked - remaining;
  if (outcome !== null || extra <= 0 || overCapture === 'CAP' || orphaned === true) return [];
  if (overCapture === 'REJECT') return [{ code: 'OVER_CAPTURE', figures: { remaining } }];
  const spend = { memberId, action, amount: extra };
  const overdraft = wallet.policies.overdraftLimit;
  return [
    ...creditObjections(wallet, spend, { overdraft, now }),
    ...capObjections(wallet, memberId, extra, now),
  ];
}

function capture(
  wallet: NaiveWallet,
  hold: NaiveHold,
  {
    command,
    asked,
    now,
  }: {
    readonly command: NaiveCommandOf<'CaptureHold'>;
    readonly asked: number;
    readonly now: Minute;
  },
): void {
  const { memberId, action, overCapture } = hold;
  const reserved = hold.coins.slice(0, asked);
  const overflows = overCapture === 'OVERFLOW' && hold.orphaned !== true;
  const extra = overflows ? asked - reserved.length : 0;
  const overflow = purse(wallet, { memberId, action, amount: extra }, now).slice(0, extra);
  put([...reserved, ...overflow], 'USED');
  wallet.consumptions.set(command.captureId, {
    consumptionId: command.captureId,
    memberId,
    amount: reserved.length + extra,
    holdId: hold.holdId,
    asked: JSON.stringify(command),
    coins: [...reserved, ...overflow],
    debt: extra - overflow.length,
    reversed: 0,
    writtenOff: 0,
    filed: [
      { at: hold.placedAt, amount: reserved.length },
      ...(extra > 0 ? [{ at: now, amount: extra }] : []),
    ],
  });
  hold.captured += reserved.length;
  hold.coins = hold.coins.slice(reserved.length);
  if (!command.keepOpen || hold.coins.length === 0) endHold(wallet, hold, 'CAPTURED', now);
}

/** Later than it was, at most a day ahead, at most a week in all; a member who is gone gets no more. */
export function extendHold(
  wallet: NaiveWallet,
  { holdId, deadline }: NaiveCommandOf<'ExtendHold'>,
  now: Minute,
): Prediction {
  const hold = wallet.holds.get(holdId);
  if (hold === undefined) return refused([{ code: 'HOLD_NOT_FOUND' }]);
  const isWrong =
    deadline <= now ||
    deadline > now + DEADLINE_MAX ||
    deadline <= hold.deadline ||
    deadline > hold.placedAt + 7 * DEADLINE_MAX;
  const objections = [
    ...resolvedObjections(hold),
    ...objectIf(hold.orphaned === true, 'MEMBER_REMOVED'),
    ...objectIf(isWrong, 'INVALID_FIELD'),
  ];
  if (objections.length > 0) return refused(objections);
  hold.deadline = deadline;
  return accepted();
}

export function releaseHold(
  wallet: NaiveWallet,
  { holdId }: NaiveCommandOf<'ReleaseHold'>,
  now: Minute,
): Prediction {
  const hold = wallet.holds.get(holdId);
  if (hold === undefined) return refused([{ code: 'HOLD_NOT_FOUND' }]);
  const objections = resolvedObjections(hold);
  if (objections.length > 0) return refused(objections);
  endHold(wallet, hold, 'RELEASED', now);
  return accepted();
}

/** What a hold still reserves comes back. */
export function endHold(
  wallet: NaiveWallet,
  hold: NaiveHold,
  outcome: NonNullable<NaiveHold['outcome']>,
  at: Minute,
): void {
  const coins = hold.coins;
  hold.outcome = outcome;
  hold.coins = [];
  for (const coin of coins) comeBack(wallet, coin, at);
  settle(wallet, at);
}
