import { describe, test } from '@jest/globals';
import { added, given, granted, requested } from '#testing';

const asked = [
  ...added('ann', 'bob'),
  granted('a', '10'),
  requested('r1', 'ann', '6'),
  requested('r2', 'bob', '5'),
];

describe('requests for credit', () => {
  test('are approved and allocated in one append', () => {
    given(...asked)
      .when({ type: 'ApproveRequest', requestId: 'r1' })
      .thenRecorded(
        { type: 'RequestApproved', requestId: 'r1', approvedAmount: '6.00' },
        {
          type: 'CreditsAllocated',
          shares: [{ memberId: 'ann', requestId: 'r1', slices: ['6.00 of grant:a'] }],
        },
      );
  });

  test('may be approved with another amount', () => {
    given(...asked)
      .when({ type: 'ApproveRequest', requestId: 'r1', amount: '2.50' })
      .thenRecorded(
        { type: 'RequestApproved', requestedAmount: '6.00', approvedAmount: '2.50' },
        { type: 'CreditsAllocated', total: '2.50' },
      );
  });

  test('I10: are not approved beyond the pool', () => {
    given(...asked, { type: 'ApproveRequest', requestId: 'r1' })
      .when({ type: 'ApproveRequest', requestId: 'r2' })
      .thenRejected({ code: 'POOL_TOO_SMALL', available: '4.00', needed: '5.00' });
  });

  test('I9: are decided once', () => {
    given(...asked, { type: 'RejectRequest', requestId: 'r1' })
      .when({ type: 'ApproveRequest', requestId: 'r1' })
      .thenRejected({ code: 'REQUEST_DECIDED', decision: 'REJECTED' });
  });

  test('are all approved, or none', () => {
    given(...asked)
      .when({ type: 'ApproveAllRequests', bestEffort: false })
      .thenRejected({ code: 'POOL_TOO_SMALL', needed: '11.00' });
  });

  test('are approved in their order as far as the pool goes where that is asked for', () => {
    given(...asked)
      .when({ type: 'ApproveAllRequests', bestEffort: true })
      .thenRecorded(
        { type: 'RequestApproved', requestId: 'r1' },
        { type: 'CreditsAllocated', leftPending: ['r2'] },
      );
  });

  test('are withdrawn by whom they are of', () => {
    given(...asked)
      .when({ type: 'WithdrawRequest', requestId: 'r1', memberId: 'ann' })
      .thenRecorded({ type: 'RequestCancelled', requestId: 'r1', cause: 'WITHDRAWN' });
    given(...asked)
      .when({ type: 'WithdrawRequest', requestId: 'r1', memberId: 'bob' })
      .thenRejected({ code: 'REQUEST_NOT_FOUND', requestId: 'r1' });
  });

  test('are all rejected', () => {
    given(...asked)
      .when({ type: 'RejectAllRequests' })
      .thenRecorded(
        { type: 'RequestRejected', requestId: 'r1' },
        { type: 'RequestRejected', requestId: 'r2' },
      );
  });

  test('where none is pending, deciding all changes nothing', () => {
    given(...added('ann'))
      .when({ type: 'ApproveAllRequests', bestEffort: false })
      .thenRecorded({ type: 'CommandAccepted', outcome: 'NONE_PENDING' });
  });

  test('an id is used once, for ever', () => {
    given(...asked, { type: 'RejectRequest', requestId: 'r1' })
      .when(requested('r1', 'ann', '1'))
      .thenRejected({ code: 'ID_TAKEN', kind: 'REQUEST', id: 'r1' });
  });
});
