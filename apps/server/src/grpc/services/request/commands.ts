import type * as wire from '#contracts';
import type { CommandOf } from '#ledger';
import { required, toText } from '../../wire/common.ts';

export const toRequestCredits = (
  request: wire.RequestCreditsRequest,
): CommandOf<'RequestCredits'> => ({
  type: 'RequestCredits',
  requestId: request.requestId,
  memberId: request.memberId,
  amount: request.amount,
  note: toText(request.note),
});

/** Only for whom it was made may a request be taken back: anyone else's looks missing. */
export const toWithdrawRequest = ({
  requestId,
  onBehalfOf,
}: wire.WithdrawRequestRequest): CommandOf<'WithdrawRequest'> => ({
  type: 'WithdrawRequest',
  requestId,
  memberId: required(onBehalfOf),
});

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
