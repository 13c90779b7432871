import { describe, expect, test } from '@jest/globals';
import {
  added,
  allocated,
  consumed,
  given,
  givenPolicies,
  granted,
  purchased,
  removed,
  reverted,
} from '#testing';

const members = added('ann', 'bob');

describe('authorising and spending', () => {
  test('I4: slices sum to the amount, and the balance is less by it', () => {
    given(granted('a', '30'), purchased('b', '30'))
      .when(consumed('c', '40'))
      .thenRecorded({
        type: 'CreditsConsumed',
        amount: '40.00',
        slices: ['30.00 of grant:a', '10.00 of purchase:b'],
        debt: '0.00',
        flags: [],
        balanceAfter: '20.00',
      });
  });

  test('is refused where credit is missing, and says how much', () => {
    given(granted('a', '30')).when(consumed('c', '40')).thenRejected({
      code: 'INSUFFICIENT_CREDITS',
      needed: '40.00',
      available: '30.00',
      shortfall: '10.00',
    });
  });

  test('is refused with the first 20 lots that were considered, and how many there are', () => {
    const lots = Array.from({ length: 21 }, (_, index) => granted(`a${index}`, '1'));
    const listed = Array.from({ length: 20 }, () => expect.objectContaining({ available: '1.00' }));
    given(...lots)
      .when(consumed('c', '40'))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', lots: listed, lotCount: 21 });
  });

  test('I5: may overdraw up to the limit of the policy, and not beyond', () => {
    const overdrawn = givenPolicies({ overdraftLimit: '5' });
    overdrawn(granted('a', '30'))
      .when(consumed('c', '35'))
      .thenRecorded({ type: 'CreditsConsumed', debt: '5.00', flags: ['OVERDRAWN'] });
    overdrawn(granted('a', '30'))
      .when(consumed('c', '35.01'))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', shortfall: '0.01' });
    overdrawn(granted('a', '30'), consumed('b', '33'))
      .when(consumed('c', '2.01'))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '-3.00', shortfall: '0.01' });
  });

  test('D20: a member spends from the pocket, then from the pool', () => {
    given(...members, granted('a', '30'), allocated({ ann: '10', bob: '5' }))
      .when(consumed('c', '20', { by: 'ann' }))
      .thenRecorded({
        type: 'CreditsConsumed',
        slices: ['10.00 of grant:a for ann', '10.00 of grant:a'],
      });
  });

  test('D20: nobody spends from the pocket of another', () => {
    given(...members, granted('a', '30'), allocated({ ann: '10', bob: '5' }))
      .when(consumed('c', '25.01', { by: 'ann' }))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '25.00' });
  });

  test('D20: where only what was allocated counts, the pool does not pay', () => {
    givenPolicies({ memberFunding: 'ALLOCATED_ONLY', overdraftLimit: '50' })(
      ...members,
      granted('a', '30'),
      allocated({ ann: '10' }),
    )
      .when(consumed('c', '10.01', { by: 'ann' }))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '10.00', shortfall: '0.01' });
  });

  test('D20: usage of nobody draws on the pool in every mode', () => {
    givenPolicies({ memberFunding: 'ALLOCATED_ONLY' })(...members, granted('a', '30'))
      .when(consumed('c', '10'))
      .thenRecorded({ type: 'CreditsConsumed', slices: ['10.00 of grant:a'] });
  });

  test('D2: restricted credit pays for its actions alone', () => {
    const revert = granted('r', '30', { restrictedTo: ['photo.revert'] });
    given(revert, granted('a', '5'))
      .when(consumed('c', '6'))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '5.00' });
    given(revert, granted('a', '5'))
      .when({ ...consumed('c', '6'), action: 'photo.revert' })
      .thenRecorded({ type: 'CreditsConsumed', slices: ['6.00 of grant:r'] });
  });

  test('I11: whoever was removed cannot spend', () => {
    given(...members, granted('a', '30'), removed('ann'))
      .when(consumed('c', '1', { by: 'ann' }))
      .thenRejected({ code: 'MEMBER_REMOVED', memberId: 'ann', removedAt: '2026-03-01' });
  });

  test('an id is used once, for ever', () => {
    given(granted('a', '30'), consumed('c', '1'))
      .when(consumed('c', '2'))
      .thenRejected({ code: 'ID_TAKEN', kind: 'CONSUMPTION', id: 'c' });
  });

  test('a free action is recorded and moves nothing', () => {
    given(...members)
      .when(reverted('c', { by: 'ann' }))
      .thenRecorded({ type: 'FreeActionRecorded', memberId: 'ann', balanceAfter: '0.00' });
  });
});
