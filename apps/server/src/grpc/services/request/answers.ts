import type * as wire from '#contracts';
import type { WalletDone } from '#application';
import type { Actor } from '#eventsourcing';
import { type EventOf, formatCredits, requesterOf } from '#ledger';
import { fromActor, fromInstant, fromReceipt, fromSlices } from '../../wire/common.ts';
import { allOf, firstOf, theOne } from '../../wire/events.ts';
import { givenTo, summaryOf } from '../member/answers.ts';

/** The event has the note sealed, so the answer repeats the one that was sent. */
export function requested(note: string, done: WalletDone): wire.RequestCreditsResponse {
  const { data, occurredAt } = theOne(done, 'CreditsRequested');
  return {
    request: {
      requestId: data.requestId,
      memberId: data.memberId,
      amount: formatCredits(data.amount, done.scale),
      note,
      status: 'REQUEST_STATUS_PENDING',
      reason: '',
      requestedAt: fromInstant(occurredAt),
      requestedBy: fromActor(requesterOf(data)),
    },
    receipt: fromReceipt(done.receipt),
  };
}

export function withdrawn(done: WalletDone): wire.WithdrawRequestResponse {
  const { requestId, memberId, amount } = theOne(done, 'RequestCancelled').data;
  return {
    requestId,
    memberId,
    amount: formatCredits(amount, done.scale),
    receipt: fromReceipt(done.receipt),
  };
}

export function approved(done: WalletDone): wire.ApproveRequestResponse {
  const approval = theOne(done, 'RequestApproved');
  const allocation = theOne(done, 'CreditsAllocated').data;
  return {
    approved: approvalOf(approval, allocation, done.scale),
    allocationId: allocation.allocationId,
    summary: summaryOf(allocation, done.scale),
    decidedBy: fromActor(approval.data.decidedBy),
    receipt: fromReceipt(done.receipt),
  };
}

export function allApproved(done: WalletDone, decider: Actor): wire.ApproveAllRequestsResponse {
  const approvals = allOf(done, 'RequestApproved');
  const allocation = firstOf(done, 'CreditsAllocated')?.data;
  return {
    approved: approvals.map((approval) => approvalOf(approval, allocation, done.scale)),
    leftPendingIds: [
      ...(allocation?.leftPending ?? firstOf(done, 'CommandAccepted')?.data.leftPending ?? []),
    ],
    allocationId: allocation?.allocationId,
    summary: allocation && summaryOf(allocation, done.scale),
    decidedBy: fromActor(approvals[0]?.data.decidedBy ?? decider),
    receipt: fromReceipt(done.receipt),
  };
}

function approvalOf(
  { data }: EventOf<'RequestApproved'>,
  allocation: EventOf<'CreditsAllocated'>['data'] | undefined,
  scale: number,
): wire.ApprovedRequest {
  const share = allocation?.shares.find(({ requestId }) => requestId === data.requestId);
  return {
    requestId: data.requestId,
    memberId: data.memberId,
    requestedAmount: formatCredits(data.requestedAmount, scale),
    approvedAmount: formatCredits(data.approvedAmount, scale),
    slices: fromSlices(share === undefined ? [] : givenTo(share), scale),
  };
}

export function rejected(done: WalletDone): wire.RejectRequestResponse {
  const rejection = theOne(done, 'RequestRejected');
  return {
    rejected: rejectionOf(rejection, done.scale),
    decidedBy: fromActor(rejection.data.decidedBy),
    receipt: fromReceipt(done.receipt),
  };
}

export function allRejected(done: WalletDone, decider: Actor): wire.RejectAllRequestsResponse {
  const rejections = allOf(done, 'RequestRejected');
  return {
    rejected: rejections.map((rejection) => rejectionOf(rejection, done.scale)),
    decidedBy: fromActor(rejections[0]?.data.decidedBy ?? decider),
    receipt: fromReceipt(done.receipt),
  };
}

const rejectionOf = (
  { data }: EventOf<'RequestRejected'>,
  scale: number,
): wire.RejectedRequest => ({
  requestId: data.requestId,
  memberId: data.memberId,
  amount: formatCredits(data.amount, scale),
});
