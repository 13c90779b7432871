import type * as wire from '#contracts';
import { formatCredits } from '#ledger';
import type { HoldDocument } from '#read-models';
import { fromInstant, fromInstantOrUnset, fromResource, fromSlices } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';

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
