import type * as wire from '#contracts';
import type { CommandOf } from '#ledger';
import { toText } from './common.ts';

export const toRequestCredits = (
  request: wire.RequestCreditsRequest,
): CommandOf<'RequestCredits'> => ({
  type: 'RequestCredits',
  requestId: request.requestId,
  memberId: request.memberId,
  amount: request.amount,
  note: toText(request.note),
});

/** Only whoever asked may take a request back: anyone else's looks missing. */
export const toWithdrawRequest = (
  { requestId }: wire.WithdrawRequestRequest,
  memberId: string,
): CommandOf<'WithdrawRequest'> => ({ type: 'WithdrawRequest', requestId, memberId });

export const toApproveRequest = ({
  requestId,
  amount,
}: wire.ApproveRequestRequest): CommandOf<'ApproveRequest'> => ({
  type: 'ApproveRequest',
  requestId,
  amount,
});

export const toRejectRequest = ({
  requestId,
  reason,
}: wire.RejectRequestRequest): CommandOf<'RejectRequest'> => ({
  type: 'RejectRequest',
  requestId,
  reason: toText(reason),
});

export const toApproveAllRequests = ({
  bestEffort,
}: wire.ApproveAllRequestsRequest): CommandOf<'ApproveAllRequests'> => ({
  type: 'ApproveAllRequests',
  bestEffort,
});

export const toRejectAllRequests = ({
  reason,
}: wire.RejectAllRequestsRequest): CommandOf<'RejectAllRequests'> => ({
  type: 'RejectAllRequests',
  reason: toText(reason),
});
