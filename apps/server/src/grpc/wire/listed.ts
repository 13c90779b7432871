import type * as wire from '#contracts';
import { type Credits, formatCredits, requesterOf } from '#ledger';
import type { HoldDocument, ListedLot, ListedMember, RequestsAnswer } from '#read-models';
import { fromActor, fromInstant, fromInstantOrUnset, fromResource, fromSlices } from './common.ts';
import { enumTo } from './enums.ts';
import { fromSource } from './lots.ts';
import { fromRole } from './member-answers.ts';

export function fromHold(hold: HoldDocument, scale: number): wire.Hold {
  return {
    holdId: hold.holdId,
    status: enumTo('HOLD_STATUS', hold.status),
    action: hold.action,
    memberId: hold.memberId ?? undefined,
    resource: fromResource(hold.resource ?? undefined),
    amount: formatCredits(hold.amount, scale),
    slices: fromSlices(hold.slices, scale),
    captured: formatCredits(hold.captured, scale),
    released: formatCredits(hold.released, scale),
    remaining: formatCredits(hold.remaining, scale),
    deadline: fromInstant(hold.deadline),
    overCapture: enumTo('OVER_CAPTURE', hold.overCapture),
    rateCardVersion: hold.rateCardVersion ?? undefined,
    captureIds: [...hold.captureIds],
    placedAt: fromInstant(hold.placedAt),
    resolvedAt: fromInstantOrUnset(hold.resolvedAt),
  };
}

export function fromLot(lot: ListedLot, scale: number): wire.Lot {
  const written = (amount: Credits): string => formatCredits(amount, scale);
  return {
    terms: {
      lotId: lot.lotId,
      kind: enumTo('LOT_KIND', lot.kind),
      amount: written(lot.amount),
      cost: lot.cost ?? undefined,
      costBasis: lot.cost === null ? undefined : written(lot.costBasis),
      rank: lot.rank,
      effectiveAt: fromInstant(lot.effectiveAt),
      expiresAt: fromInstantOrUnset(lot.expiresAt),
      restrictedTo: [...lot.restrictedTo],
      source: fromSource(lot.source),
      bonusOfLotId: lot.bonusOfLotId ?? undefined,
    },
    status: enumTo('LOT_STATUS', lot.status),
    granted: written(lot.granted),
    pool: written(lot.pool),
    pockets: written(lot.pockets),
    held: written(lot.held),
    used: written(lot.used),
    expired: written(lot.expired),
    voided: written(lot.voided),
    allocated: fromSlices(lot.allocated, scale),
    recordedAt: fromInstant(lot.recordedAt),
    salesReference: lot.salesReference ?? '',
    payment: lot.payment ?? undefined,
  };
}

export function fromMember(member: ListedMember, scale: number): wire.Member {
  return {
    memberId: member.memberId,
    role: fromRole(member.role),
    pocket: formatCredits(member.pocket, scale),
    held: formatCredits(member.held, scale),
    caps: member.caps.map((cap) => ({
      target: {
        target:
          cap.target === 'MEMBER'
            ? { $case: 'memberId', value: member.memberId }
            : { $case: 'memberDefault', value: true },
      },
      window: enumTo('CAP_WINDOW', cap.window),
      amount: formatCredits(cap.amount, scale),
      used: formatCredits(cap.used, scale),
      remaining: formatCredits(cap.remaining, scale),
      windowEnd: fromInstantOrUnset(cap.windowEnd),
    })),
    pendingRequests: member.pendingRequests,
    addedAt: fromInstant(member.addedAt),
    removedAt: fromInstantOrUnset(member.removedAt),
  };
}

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
