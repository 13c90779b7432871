import { describe, test } from '@jest/globals';
import {
  added,
  allocated,
  consumed,
  given,
  givenPolicies,
  granted,
  purchased,
  recorded,
} from '#testing';

const members = added('ann', 'bob');
const lots = [granted('a', '10'), purchased('p', '10')];

describe('allocating credit to members (D19)', () => {
  test('moves slices in burn order, members in the order of their ids', () => {
    given(...members, ...lots)
      .when(allocated({ bob: '8', ann: '7' }))
      .thenRecorded({
        type: 'CreditsAllocated',
        shares: [
          { memberId: 'ann', slices: ['7.00 of grant:a'] },
          { memberId: 'bob', slices: ['3.00 of grant:a', '5.00 of purchase:p'] },
        ],
        total: '15.00',
        poolAfter: '5.00',
      });
  });

  test('I10: is all or nothing, within the pool', () => {
    given(...members, ...lots)
      .when(allocated({ ann: '15', bob: '5.01' }))
      .thenRejected({
        code: 'POOL_TOO_SMALL',
        available: '20.00',
        needed: '20.01',
        shortfall: '0.01',
      });
  });

  test('I10: debt makes the pool smaller', () => {
    given(...members, recorded('u', '5'), granted('promo', '8', { kind: 'PROMO' }))
      .when(allocated({ ann: '3.01' }))
      .thenRejected({ code: 'POOL_TOO_SMALL', available: '3.00' });
  });

  test('D2: draws on unrestricted lots only', () => {
    given(...members, granted('r', '50', { restrictedTo: ['photo.apply'] }), granted('a', '5'))
      .when(allocated({ ann: '6' }))
      .thenRejected({ code: 'POOL_TOO_SMALL', available: '5.00' });
  });

  test('gives the same to each, or to all that are members now', () => {
    given(...members, ...lots)
      .when({ type: 'AllocateSameAmount', amount: '2', memberIds: 'ALL' })
      .thenRecorded({
        type: 'CreditsAllocated',
        shares: [{ memberId: 'ann' }, { memberId: 'bob' }],
        total: '4.00',
      });
  });

  test('is refused to whom is no member', () => {
    given(...lots)
      .when(allocated({ ann: '1' }))
      .thenRejected({ code: 'MEMBER_NOT_FOUND', memberId: 'ann' });
  });

  test('D20: is refused where members spend from the pool', () => {
    givenPolicies({ memberFunding: 'POOLED' })(...members, ...lots)
      .when(allocated({ ann: '1' }))
      .thenRejected({ code: 'ALLOCATION_NOT_USED' });
  });
});

describe('recalling an allocation', () => {
  const given15 = [...members, ...lots, allocated({ ann: '15' })];

  test('takes back from the end of the burn order', () => {
    given(...given15)
      .when({ type: 'RecallAllocation', memberId: 'ann', amount: '7' })
      .thenRecorded({
        type: 'AllocationReturned',
        cause: 'RECALL',
        slices: ['5.00 of purchase:p for ann', '2.00 of grant:a for ann'],
        poolAfter: '12.00',
      });
  });

  test('takes back no more than there is', () => {
    given(...given15, consumed('c', '10', { by: 'ann' }))
      .when({ type: 'RecallAllocation', memberId: 'ann', amount: '5.01' })
      .thenRejected({ code: 'POCKET_TOO_SMALL', available: '5.00', needed: '5.01' });
  });

  test('of nothing changes nothing', () => {
    given(...members)
      .when({ type: 'RecallAllocation', memberId: 'ann' })
      .thenRecorded({ type: 'CommandAccepted', outcome: 'NOTHING_FREE' });
  });
});
