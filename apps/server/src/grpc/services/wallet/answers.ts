import type * as wire from '#contracts';
import type { WalletDone } from '#application';
import { formatCredits, type OwnPolicies, type Policies } from '#ledger';
import { fromInstant, fromInstantOrUnset, fromReceipt, fromSlices } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { allOf, figuresAfter, firstOf, sumOf, theOne } from '../../wire/events.ts';
import { lotOf } from '../../wire/lots.ts';
import { fromPolicies, onePolicy, policiesInForce } from '../../wire/policies.ts';

export function opened(
  walletId: string,
  done: WalletDone,
  tenantPolicies: Policies,
): wire.OpenWalletResponse {
  const { data, occurredAt } = theOne(done, 'WalletOpened');
  return {
    wallet: {
      walletId,
      owner: { type: enumTo('OWNER_TYPE', data.owner.type), id: data.owner.id },
      unit: data.unit,
      currency: data.currency,
      timeZone: data.timeZone,
      policies: policiesInForce(data.policies, tenantPolicies, data.unit.scale),
      status: 'WALLET_STATUS_OPEN',
      openedAt: fromInstant(occurredAt),
    },
    receipt: fromReceipt(done.receipt),
  };
}

export function policyChanged(
  done: WalletDone,
  tenantPolicies: Policies,
): wire.ChangePolicyResponse {
  const changes = allOf(done, 'WalletPolicyChanged').map(({ data }) => data);
  const valuesOf = (side: 'from' | 'to'): OwnPolicies =>
    Object.assign(
      {},
      ...changes.map((change) => onePolicy(change.name, change[side], tenantPolicies)),
    ) as OwnPolicies;
  return {
    from: fromPolicies(valuesOf('from'), done.scale),
    to: fromPolicies(valuesOf('to'), done.scale),
    returned: returnedBy(done),
    debtSettled: sumOf(done, 'DebtSettled'),
    receipt: fromReceipt(done.receipt),
  };
}

export const returnedBy = (done: WalletDone): string =>
  formatCredits(
    allOf(done, 'AllocationReturned').reduce((sum, { data }) => sum + data.total, 0n),
    done.scale,
  );

export function closed(done: WalletDone): wire.CloseWalletResponse {
  const { data } = theOne(done, 'WalletClosed');
  return {
    granted: formatCredits(data.granted, done.scale),
    used: formatCredits(data.used, done.scale),
    expired: formatCredits(data.expired, done.scale),
    voided: formatCredits(data.voided, done.scale),
    voidedNow: sumOf(done, 'LotVoided'),
    cancelledRequestIds: allOf(done, 'RequestCancelled').map(
      (cancelled) => cancelled.data.requestId,
    ),
    receipt: fromReceipt(done.receipt),
  };
}

export const granted = (done: WalletDone): wire.GrantCreditsResponse => ({
  lot: lotOf(theOne(done, 'CreditsGranted'), done.scale),
  ...afterLots(done),
});

export function purchased(done: WalletDone): wire.RecordPurchaseResponse {
  const [lot, bonus] = allOf(done, 'CreditsPurchased').map((event) => lotOf(event, done.scale));
  return { lot, bonus, ...afterLots(done) };
}

const afterLots = (done: WalletDone) => ({
  expired: sumOf(done, 'LotExpired'),
  debtSettled: sumOf(done, 'DebtSettled'),
  ...figuresAfter(done),
  receipt: fromReceipt(done.receipt),
});

export const voided = (done: WalletDone): wire.VoidLotResponse => ({
  amount: sumOf(done, 'LotVoided'),
  slices: allOf(done, 'LotVoided').flatMap(({ data }) => fromSlices(data.slices, done.scale)),
  ...figuresAfter(done),
  receipt: fromReceipt(done.receipt),
});

export function expiryMoved(done: WalletDone): wire.MoveExpiryResponse {
  const split = firstOf(done, 'LotSplit')?.data;
  return {
    newLotId: split?.newLotId,
    amount: sumOf(done, 'LotSplit'),
    slices: fromSlices(split?.slices ?? [], done.scale),
    expiresAt: fromInstantOrUnset(split?.newExpiresAt),
    receipt: fromReceipt(done.receipt),
  };
}

export const debtWrittenOff = (done: WalletDone): wire.WriteOffDebtResponse => ({
  amount: sumOf(done, 'DebtWrittenOff'),
  writtenOff: allOf(done, 'DebtWrittenOff').map(({ data }) => ({
    consumptionId: data.consumptionId,
    amount: formatCredits(data.amount, done.scale),
  })),
  ...figuresAfter(done),
  receipt: fromReceipt(done.receipt),
});
