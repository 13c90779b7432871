import type * as wire from '#contracts';
import { formatCredits, requesterOf } from '#ledger';
import type { RequestsAnswer } from '#read-models';
import { fromActor, fromInstant, fromInstantOrUnset } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';

export function fromRequest(
  request: RequestsAnswer['items'][number],
  scale: number,
): wire.CreditRequest {
  const { approvedAmount, decidedBy, cancelCause } = request;
  return {
    requestId: request.requestId,
    memberId: request.memberId,
    amount: formatCredits(request.amount, scale),
    note: request.note ?? '',
    status: enumTo('REQUEST_STATUS', request.status),
    approvedAmount: approvedAmount === null ? undefined : formatCredits(approvedAmount, scale),
    decidedBy: decidedBy === null ? undefined : fromActor(decidedBy),
    decidedAt: fromInstantOrUnset(request.decidedAt),
    reason: request.reason ?? '',
    cancellationCause: cancelCause === null ? undefined : enumTo('CANCELLATION_CAUSE', cancelCause),
    requestedAt: fromInstant(request.requestedAt),
    requestedBy: fromActor(requesterOf(request)),
  };
}
