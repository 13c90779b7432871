import type { Actor } from '#eventsourcing';
import type { Folds, Place } from '../fold.ts';
import { capKey } from '../caps/caps.ts';
import { keptId, type CreditRequest, type Kept, type OpenWallet } from '../state.ts';
import type { RequestOutcome } from '../../refusal.ts';

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
  MemberAdded: (state, { memberId, role }, { occurredAt, revision }) => ({
    ...state,
    members: state.members.with(memberId, {
      memberId,
      role,
      spans: [...(state.members.get(memberId)?.spans ?? []), { from: occurredAt, to: null }],
      since: revision,
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
  *CreditsAllocated(state, { shares }, { revision }) {
    let { lots } = state;
    for (const { memberId, slices } of shares) {
      lots = yield* lots.handedOver(slices, memberId, revision);
      yield;
    }
    return { ...state, lots };
  },
  *AllocationReturned(state, { slices }, { revision }) {
    return { ...state, lots: yield* state.lots.handedOver(slices, undefined, revision) };
  },
  CreditsRequested: (state, { requestId, memberId, amount }, { revision }) => ({
    ...state,
    requests: state.requests.with(requestId, { requestId, memberId, amount, revision }),
    requestsByMember: state.requestsByMember.with(memberId, [
      ...(state.requestsByMember.get(memberId) ?? []),
      requestId,
    ]),
  }),
  RequestApproved: (state, { requestId, decidedBy }, place) =>
    decided(state, requestId, { decision: 'APPROVED', decidedBy, place }),
  RequestRejected: (state, { requestId, decidedBy }, place) =>
    decided(state, requestId, { decision: 'REJECTED', decidedBy, place }),
  RequestCancelled: (state, { requestId, decidedBy }, place) =>
    decided(state, requestId, { decision: 'CANCELLED', decidedBy, place }),
};

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
    requestsByMember: withoutRequest(state.requestsByMember, request),
    kept: state.kept.with(keptId.request(requestId), kept),
  };
}

function withoutRequest(
  byMember: OpenWallet['requestsByMember'],
  { memberId, requestId }: CreditRequest,
): OpenWallet['requestsByMember'] {
  const left = (byMember.get(memberId) ?? []).filter((id) => id !== requestId);
  return left.length === 0 ? byMember.without(memberId) : byMember.with(memberId, left);
}
