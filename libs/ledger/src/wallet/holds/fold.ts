import { resultOf } from '#eventsourcing';
import type { Folds, EventPlace } from '../fold.ts';
import { cut } from '../lots/draw.ts';
import { filed } from '../caps/spent.ts';
import { keptId, type Hold, type OpenWallet } from '../state.ts';
import type { HoldOutcome } from '../../refusal.ts';
import type { ReleaseCause } from '../events.ts';
import type { HoldEvent } from './events.ts';

export const holdFolds: Folds<HoldEvent['type']> = {
  *CreditsHeld(state, data, place) {
    const hold: Hold = {
      holdId: data.holdId,
      memberId: data.memberId ?? null,
      action: data.action,
      rateCardVersion: data.rateCardVersion ?? null,
      placedAt: place.occurredAt,
      revision: place.revision,
      deadline: data.deadline,
      overCapture: data.overCapture,
      amount: data.amount,
      slices: data.slices,
      remaining: data.amount,
      captured: 0n,
      released: 0n,
      captureIds: [],
    };
    return {
      ...counted(state, hold, data.amount),
      lots: yield* resultOf(state.lots.moved(data.slices, ['free', 'held'], place.revision)),
      held: state.held + data.amount,
      holds: state.holds.with(hold.holdId, hold),
      holdsByDeadline: state.holdsByDeadline.with(deadlineKey(hold), hold.holdId),
    };
  },
  *HoldCaptured(state, { holdId, captureId, slices, amount, remaining }, place) {
    const before = openHold(state, holdId);
    const hold: Hold = {
      ...before,
      slices: cut(before.slices, amount).rest,
      remaining,
      captured: before.captured + amount,
      captureIds: [...before.captureIds, captureId],
    };
    const captured: OpenWallet = {
      ...state,
      lots: yield* resultOf(state.lots.moved(slices, ['held', 'used'], place.revision)),
      held: state.held - amount,
      holds: state.holds.with(holdId, hold),
    };
    return remaining > 0n ? captured : resolved(captured, hold, { outcome: 'CAPTURED', place });
  },
  HoldExtended: (state, { holdId, deadline }) => {
    const before = openHold(state, holdId);
    const hold: Hold = { ...before, deadline };
    return {
      ...state,
      holds: state.holds.with(holdId, hold),
      holdsByDeadline: state.holdsByDeadline
        .without(deadlineKey(before))
        .with(deadlineKey(hold), holdId),
    };
  },
  *HoldReleased(state, { holdId, slices, amount, cause }, place) {
    const before = openHold(state, holdId);
    const hold: Hold = {
      ...before,
      slices: [],
      remaining: 0n,
      released: before.released + amount,
    };
    const released: OpenWallet = {
      ...counted(state, hold, -amount),
      lots: yield* resultOf(state.lots.moved(slices, ['held', 'free'], place.revision)),
      held: state.held - amount,
    };
    return resolved(released, hold, { outcome: OUTCOMES[cause], place });
  },
};

const OUTCOMES: Readonly<Record<ReleaseCause, HoldOutcome>> = {
  CAPTURED: 'CAPTURED',
  RELEASED: 'RELEASED',
  DEADLINE: 'EXPIRED',
};

const deadlineKey = ({ deadline, holdId }: Hold): string => `${deadline}|${holdId}`;

function openHold({ holds }: OpenWallet, holdId: string): Hold {
  const hold = holds.get(holdId);
  if (hold === undefined) throw new Error(`no open hold ${holdId}`);
  return hold;
}

// A hold counts against caps in the window in which it was placed, until it is released (D21).
function counted(state: OpenWallet, hold: Hold, amount: bigint): OpenWallet {
  const { memberId, placedAt: at } = hold;
  return {
    ...state,
    spent: filed(state.spent, memberId, { at, amount, timeZone: state.timeZone }),
  };
}

function resolved(
  state: OpenWallet,
  hold: Hold,
  { outcome, place }: { readonly outcome: HoldOutcome; readonly place: EventPlace },
): OpenWallet {
  const { revision: touched, occurredAt: resolvedAt } = place;
  const kept = { kind: 'HOLD', hold, outcome, resolvedAt, touched } as const;
  return {
    ...state,
    holds: state.holds.without(hold.holdId),
    holdsByDeadline: state.holdsByDeadline.without(deadlineKey(hold)),
    kept: state.kept.with(keptId.hold(hold.holdId), kept),
  };
}
