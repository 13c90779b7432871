import type * as wire from '#contracts';
import type { AttributedUsage, CommandOf } from '#ledger';
import { toInstantOrUnset, toRecord, toResource } from '../../wire/common.ts';

export const toConsumeCredits = (
  request: wire.ConsumeCreditsRequest,
): CommandOf<'ConsumeCredits'> => ({
  type: 'ConsumeCredits',
  consumptionId: request.consumptionId,
  ...usageIn(request),
});

export const toRecordUsage = (
  record: wire.UsageRecord | wire.RecordUsageRequest,
): CommandOf<'RecordUsage'> => ({
  type: 'RecordUsage',
  consumptionId: record.consumptionId,
  occurredAt: toInstantOrUnset(record.occurredAt),
  ...usageIn(record),
});

export const toReverseConsumption = ({
  consumptionId,
  amount,
  reversalId,
}: wire.ReverseConsumptionRequest): CommandOf<'ReverseConsumption'> => ({
  type: 'ReverseConsumption',
  consumptionId,
  amount,
  reversalId,
});

/** What usage of every kind says. */
export function usageIn(
  usage: Pick<
    wire.QuoteUsageRequest,
    'action' | 'quantities' | 'settings' | 'amount' | 'memberId'
  > &
    Pick<wire.UsageRecord, 'resource'>,
): AttributedUsage {
  return {
    action: usage.action,
    quantities: toRecord(usage.quantities),
    settings: toRecord(usage.settings),
    amount: usage.amount,
    memberId: usage.memberId,
    resource: toResource(usage.resource),
  };
}
