import type * as wire from '#contracts';
import type { WalletDone } from '#application';
import { formatCredits } from '#ledger';
import { fromInstant, fromReceipt, fromSlices } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { figuresAfter, firstOf, sumOf, theOne } from '../../wire/events.ts';
import { flagsOf } from '../usage/answers.ts';

export function held(done: WalletDone): wire.PlaceHoldResponse {
  const { data } = theOne(done, 'CreditsHeld');
  return {
    holdId: data.holdId,
    amount: formatCredits(data.amount, done.scale),
    slices: fromSlices(data.slices, done.scale),
    deadline: fromInstant(data.deadline),
    overCapture: enumTo('OVER_CAPTURE', data.overCapture),
    rateCardVersion: data.rateCardVersion,
    ...figuresAfter(done),
    receipt: fromReceipt(done.receipt),
  };
}

/** A capture done before under another key comes with the events of then. */
export function captured(done: WalletDone): wire.CaptureHoldResponse {
  const { scale } = done;
  const capture = theOne(done, 'HoldCaptured').data;
  const consumption = theOne(done, 'CreditsConsumed').data;
  const release = firstOf(done, 'HoldReleased')?.data;
  const isOpen = release === undefined && capture.keepOpen && capture.remaining > 0n;
  const amount = formatCredits(consumption.amount, scale);
  return {
    holdId: capture.holdId,
    consumptionId: consumption.consumptionId,
    amount,
    price: formatCredits(capture.price, scale),
    slices: fromSlices(consumption.slices, scale),
    debt: formatCredits(consumption.debt, scale),
    flags: flagsOf(consumption),
    rateCardVersion: consumption.rateCardVersion,
    released: fromSlices(release?.slices ?? [], scale),
    remaining: formatCredits(isOpen ? capture.remaining : 0n, scale),
    status: isOpen ? 'HOLD_STATUS_OPEN' : 'HOLD_STATUS_CAPTURED',
    ...figuresAfter(done),
    debtSettled: sumOf(done, 'DebtSettled'),
    receipt: fromReceipt(done.receipt),
  };
}

export function extended(done: WalletDone): wire.ExtendHoldResponse {
  const { holdId, from, deadline } = theOne(done, 'HoldExtended').data;
  return {
    holdId,
    from: fromInstant(from),
    deadline: fromInstant(deadline),
    ...figuresAfter(done),
    receipt: fromReceipt(done.receipt),
  };
}

export function released(done: WalletDone): wire.ReleaseHoldResponse {
  const { data } = theOne(done, 'HoldReleased');
  return {
    holdId: data.holdId,
    amount: formatCredits(data.amount, done.scale),
    slices: fromSlices(data.slices, done.scale),
    expired: sumOf(done, 'LotExpired'),
    debtSettled: sumOf(done, 'DebtSettled'),
    ...figuresAfter(done),
    receipt: fromReceipt(done.receipt),
  };
}
