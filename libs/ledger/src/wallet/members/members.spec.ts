import { describe, test } from '@jest/globals';
import { added, allocated, given, granted, removed, requested } from '#testing';

describe('members', () => {
  test('are added once', () => {
    given(...added('ann'))
      .when({ type: 'AddMember', memberId: 'ann', role: 'OTHER' })
      .thenRejected({ code: 'ID_TAKEN', kind: 'MEMBER', id: 'ann' });
  });

  test('may be added again after they were removed', () => {
    given(...added('ann'), removed('ann'))
      .when({ type: 'AddMember', memberId: 'ann', role: 'OTHER' })
      .thenRecorded({ type: 'MemberAdded', memberId: 'ann', role: 'OTHER' });
  });

  test('I11: who is removed gives back the pocket and asks for nothing any more', () => {
    given(...added('ann'), granted('a', '10'), allocated({ ann: '4' }), requested('r', 'ann', '3'))
      .when(removed('ann'))
      .thenRecorded(
        { type: 'MemberRemoved', memberId: 'ann' },
        {
          type: 'AllocationReturned',
          cause: 'MEMBER_REMOVED',
          slices: ['4.00 of grant:a for ann'],
          poolAfter: '10.00',
        },
        { type: 'RequestCancelled', requestId: 'r', cause: 'MEMBER_REMOVED' },
      );
  });

  test('cannot be removed who is none', () => {
    given().when(removed('ann')).thenRejected({ code: 'MEMBER_NOT_FOUND', memberId: 'ann' });
  });
});
