import { command, page, type RequestsOf, type Services } from '../../spec-kit/example-fields.ts';

/** A request of each RPC of RequestService, as documented. */
export const requestExamples: RequestsOf<Services['credits.v1.RequestService']> = {
  RequestCredits: { ...command, requestId: 'r-1', memberId: 'ann', amount: '200', note: '' },
  WithdrawRequest: { ...command, requestId: 'r-1', onBehalfOf: 'ann' },
  ListRequests: { ...page, status: 'REQUEST_STATUS_PENDING', memberId: undefined },
  ApproveRequest: { ...command, requestId: 'r-1', amount: '120' },
  RejectRequest: { ...command, requestId: 'r-1', reason: 'Too much' },
  ApproveAllRequests: { ...command, bestEffort: true },
  RejectAllRequests: { ...command, reason: '' },
};
