import type { Actor } from '#eventsourcing';
import type { RequestOutcome } from '../../refusal.ts';
import type { Folds, EventPlace } from '../fold.ts';
import { keptId, type CreditRequest, type Kept, type OpenWallet } from '../state.ts';
import type { RequestEvent } from './events.ts';

export const requestFolds: Folds<RequestEvent['type']> = {
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
    readonly place: EventPlace;
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
