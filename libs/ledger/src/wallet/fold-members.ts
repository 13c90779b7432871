import type { Actor } from '#eventsourcing';
import type { Folds, Place } from './fold.ts';
import { capKey } from './caps.ts';
import { plusOwned } from './lots.ts';
import { keptId, type Kept, type Lot, type OpenWallet } from './state.ts';
import type { RequestOutcome } from '../refusal.ts';
import type { Slice } from './terms.ts';

export const memberFolds: Folds<
  | 'MemberAdded'
  | 'MemberRemoved'
  | 'CapSet'
  | 'CreditsAllocated'
  | 'AllocationReturned'
  | 'CreditsRequested'
  | 'RequestApproved'
  | 'RequestRejected'
  | 'RequestCancelled'
> = {
  MemberAdded: (state, { memberId, role }, { occurredAt }) => ({
    ...state,
    members: state.members.with(memberId, {
      memberId,
      role,
      spans: [...(state.members.get(memberId)?.spans ?? []), { from: occurredAt, to: null }],
    }),
  }),
  MemberRemoved: (state, { memberId }, { occurredAt }) => {
    const member = state.members.get(memberId);
    if (member === undefined) throw new Error(`no member ${memberId}`);
    const spans = member.spans.map((span) =>
      span.to === null ? { ...span, to: occurredAt } : span,
    );
    return { ...state, members: state.members.with(memberId, { ...member, spans }) };
  },
  CapSet: (state, { target, window, amount }) => ({
    ...state,
    caps:
      amount === undefined
        ? state.caps.without(capKey(window, target))
        : state.caps.with(capKey(window, target), amount),
  }),
  CreditsAllocated: (state, { shares }, { revision }) => ({
    ...state,
    lots: shares.reduce(
      (lots, { memberId, slices }) => handedOver(lots, slices, { to: memberId, revision }),
      state.lots,
    ),
  }),
  AllocationReturned: (state, { slices }, { revision }) => ({
    ...state,
    lots: handedOver(state.lots, slices, { to: undefined, revision }),
  }),
  CreditsRequested: (state, { requestId, memberId, amount }, { revision }) => ({
    ...state,
    requests: state.requests.with(requestId, { requestId, memberId, amount, revision }),
  }),
  RequestApproved: (state, { requestId, decidedBy }, place) =>
    decided(state, requestId, { decision: 'APPROVED', decidedBy, place }),
  RequestRejected: (state, { requestId, decidedBy }, place) =>
    decided(state, requestId, { decision: 'REJECTED', decidedBy, place }),
  RequestCancelled: (state, { requestId, decidedBy }, place) =>
    decided(state, requestId, { decision: 'CANCELLED', decidedBy, place }),
};

// A slice says where it is taken from; the new owner is `to`, the pool where that is missing.
function handedOver(
  lots: readonly Lot[],
  slices: readonly Slice[],
  { to, revision }: { readonly to: string | undefined; readonly revision: number },
): readonly Lot[] {
  const next = [...lots];
  for (const { lotId, memberId, amount } of slices) {
    const index = next.findIndex((lot) => lot.lotId === lotId);
    const lot = next[index];
    if (lot === undefined) throw new Error(`no lot ${lotId}`);
    const free = plusOwned(plusOwned(lot.free, memberId, -amount), to, amount);
    next[index] = { ...lot, free, touched: revision };
  }
  return next;
}

function decided(
  state: OpenWallet,
  requestId: string,
  {
    decision,
    decidedBy,
    place,
  }: {
    readonly decision: RequestOutcome;
    readonly decidedBy: Actor;
    readonly place: Place;
  },
): OpenWallet {
  const request = state.requests.get(requestId);
  if (request === undefined) throw new Error(`no pending request ${requestId}`);
  const kept: Kept = {
    kind: 'REQUEST',
    request,
    decision,
    decidedBy,
    decidedAt: place.occurredAt,
    touched: place.revision,
  };
  return {
    ...state,
    requests: state.requests.without(requestId),
    kept: state.kept.with(keptId.request(requestId), kept),
  };
}
