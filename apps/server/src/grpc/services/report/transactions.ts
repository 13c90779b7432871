import type * as wire from '#contracts';
import { type Credits, formatCredits } from '#ledger';
import type { Transaction } from '#read-models';
import {
  fromActor,
  fromInstant,
  fromInstantOrUnset,
  fromResource,
  fromSlices,
} from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { fromSource } from '../../wire/lots.ts';

/** A row of the history. A member does not see what the others' usage left. */
export function fromTransaction(
  row: Transaction,
  { scale, isOwnOnly }: { readonly scale: number; readonly isOwnOnly: boolean },
): wire.Transaction {
  const written = (amount: Credits | null | undefined): string | undefined =>
    amount === null || amount === undefined ? undefined : formatCredits(amount, scale);
  return {
    position: row.position === null ? '' : String(row.position),
    pendingBooking: row.position === null,
    occurredAt: fromInstant(row.occurredAt),
    recordedAt: fromInstantOrUnset(row.recordedAt),
    filedMonth: row.filedMonth,
    kind: enumTo('TRANSACTION_KIND', row.kind),
    type: row.type,
    underlyingType: row.underlyingType,
    amount: formatCredits(row.amount, scale),
    pocketAmount: written(row.pocketAmount),
    balanceAfter: isOwnOnly ? undefined : written(row.balanceAfter),
    slices: fromSlices(row.slices, scale),
    debt: formatCredits(row.debt, scale),
    user: row.user,
    actor: fromActor(row.actor),
    flags: (row.flags ?? []).map((flag) => enumTo('USAGE_FLAG', flag)),
    zeroPriced: row.zeroPriced ?? false,
    ...namesIn(row),
  };
}

const namesIn = (row: Transaction) => ({
  resource: fromResource(row.resource),
  memberId: row.memberId,
  payment: row.payment,
  salesReference: row.salesReference ?? '',
  consumptionId: row.consumptionId,
  reversalId: row.reversalId,
  holdId: row.holdId,
  lotId: row.lotId,
  lotKind: row.lotKind && enumTo('LOT_KIND', row.lotKind),
  source: row.source && fromSource(row.source),
  rateCardVersion: row.rateCardVersion,
  reason: row.reason ?? '',
  allocationId: row.allocationId,
});
