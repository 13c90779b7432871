import type * as wire from '#contracts';
import type { WalletDone } from '#application';
import { type EventOf, formatCredits } from '#ledger';
import { fromInstant, fromReceipt, fromSlices } from './common.ts';
import { enumTo } from './enums.ts';
import { allOf, figuresAfter, firstOf, sumOf, theOne } from './events.ts';

export function consumed(done: WalletDone): wire.ConsumeCreditsResponse {
  const consumption = firstOf(done, 'CreditsConsumed');
  return consumption === undefined ? freeOf(done) : paidOf(consumption, done);
}

export const recorded = (done: WalletDone): wire.RecordUsageResponse => ({
  ...consumed(done),
  reopened: allOf(done, 'ExpiryReopened').flatMap(({ data }) =>
    fromSlices(data.slices, done.scale),
  ),
});

function paidOf(
  { data, occurredAt }: EventOf<'CreditsConsumed'>,
  { scale, receipt }: WalletDone,
): wire.ConsumeCreditsResponse {
  return {
    consumptionId: data.consumptionId,
    amount: formatCredits(data.amount, scale),
    free: false,
    slices: fromSlices(data.slices, scale),
    debt: formatCredits(data.debt, scale),
    flags: flagsOf(data),
    rateCardVersion: data.rateCardVersion,
    balanceAfter: formatCredits(data.balanceAfter, scale),
    availableAfter: formatCredits(data.availableAfter, scale),
    occurredAt: fromInstant(occurredAt),
    receipt: fromReceipt(receipt),
  };
}

export const flagsOf = ({ flags }: EventOf<'CreditsConsumed'>['data']): wire.UsageFlag[] =>
  flags.map((flag) => enumTo('USAGE_FLAG', flag));

function freeOf(done: WalletDone): wire.ConsumeCreditsResponse {
  const { data, occurredAt } = theOne(done, 'FreeActionRecorded');
  const nothing = formatCredits(0n, done.scale);
  return {
    consumptionId: data.consumptionId,
    amount: nothing,
    free: true,
    slices: [],
    debt: nothing,
    flags: [],
    rateCardVersion: data.rateCardVersion,
    ...figuresAfter(done),
    occurredAt: fromInstant(occurredAt),
    receipt: fromReceipt(done.receipt),
  };
}

export function reversed(done: WalletDone): wire.ReverseConsumptionResponse {
  const { data } = theOne(done, 'ConsumptionReversed');
  const { scale } = done;
  const { amount, reversed, writtenOff } = data.consumption;
  return {
    reversalId: data.reversalId,
    amount: formatCredits(data.amount, scale),
    slices: fromSlices(data.slices, scale),
    debtForgiven: formatCredits(data.debtForgiven, scale),
    forfeited: formatCredits(data.forfeited, scale),
    reissuedLotIds: allOf(done, 'LotSplit').map((split) => split.data.newLotId),
    remaining: formatCredits(amount - reversed - writtenOff, scale),
    debtSettled: sumOf(done, 'DebtSettled'),
    ...figuresAfter(done),
    receipt: fromReceipt(done.receipt),
  };
}
