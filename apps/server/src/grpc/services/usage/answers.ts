import type * as wire from '#contracts';
import type { WalletDone } from '#application';
import { type EventOf, formatCredits } from '#ledger';
import { fromInstant, fromReceipt, fromSlices } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { allOf, figuresAfter, firstOf, sumOf, theOne } from '../../wire/events.ts';

export function consumed(done: WalletDone): wire.ConsumeCreditsResponse {
  const consumption = firstOf(done, 'CreditsConsumed');
  return consumption === undefined ? unpaidOf(done) : paidOf(consumption, done);
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

function unpaidOf(done: WalletDone): wire.ConsumeCreditsResponse {
  const { data, occurredAt } = theOne(done, 'FreeActionRecorded');
  const nothing = formatCredits(0n, done.scale);
  return {
    consumptionId: data.consumptionId,
    amount: nothing,
    free: data.zeroPriced !== true,
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
  const { scale } = done;
  // What concerned very many lots was booked in parts, and the last says how it stands.
  const parts = allOf(done, 'ConsumptionReversed').map(({ data }) => data);
  const last = parts.at(-1) ?? theOne(done, 'ConsumptionReversed').data;
  const { amount, reversed, writtenOff } = last.consumption;
  const slices = parts.flatMap((part) => part.slices);
  const sum = (field: 'amount' | 'debtForgiven' | 'forfeited'): string =>
    formatCredits(
      parts.reduce((total, part) => total + part[field], 0n),
      scale,
    );
  return {
    reversalId: last.reversalId,
    amount: sum('amount'),
    slices: fromSlices(slices, scale),
    debtForgiven: sum('debtForgiven'),
    forfeited: sum('forfeited'),
    reissuedLotIds: allOf(done, 'LotSplit').map((split) => split.data.newLotId),
    remaining: formatCredits(amount - reversed - writtenOff, scale),
    debtSettled: sumOf(done, 'DebtSettled'),
    ...figuresAfter(done),
    receipt: fromReceipt(done.receipt),
  };
}
