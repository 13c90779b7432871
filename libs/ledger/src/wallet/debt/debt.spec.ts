import { describe, test } from '@jest/globals';
import {
  added,
  allocated,
  given,
  givenPolicies,
  granted,
  purchased,
  recorded,
  removed,
} from '#testing';

const owing = [granted('a', '10'), recorded('u', '15'), recorded('v', '3')];

describe('debt (D16, I5)', () => {
  test('is settled at once by credit that becomes free', () => {
    given(...owing)
      .when(purchased('p', '100'))
      .thenRecorded(
        { type: 'CreditsPurchased', balanceAfter: '92.00' },
        {
          type: 'DebtSettled',
          amount: '8.00',
          slices: ['8.00 of purchase:p'],
          balanceAfter: '92.00',
        },
      );
  });

  test('is settled as far as credit goes', () => {
    given(...owing)
      .when(granted('b', '6'))
      .thenRecorded(
        { type: 'CreditsGranted' },
        { type: 'DebtSettled', amount: '6.00', balanceAfter: '-2.00' },
      );
  });

  test('is not settled by promo credit, unless the policy says so', () => {
    const promo = granted('promo', '50', { kind: 'PROMO' });
    given(...owing)
      .when(promo)
      .thenRecorded({ type: 'CreditsGranted', balanceAfter: '42.00' });
    givenPolicies({ debtSettledByPromo: true })(...owing)
      .when(promo)
      .thenRecorded({ type: 'CreditsGranted' }, { type: 'DebtSettled', amount: '8.00' });
  });

  test('is not settled by restricted credit', () => {
    given(...owing)
      .when(granted('r', '50', { restrictedTo: ['photo.revert'] }))
      .thenRecorded({ type: 'CreditsGranted' });
  });

  test('is settled by a later lot when that begins', () => {
    given(...owing, granted('later', '50', { from: '2026-03-05' }))
      .whenItIs('2026-03-05')
      .thenRecorded(
        { type: 'LotActivated', occurredAt: '2026-03-05' },
        { type: 'DebtSettled', amount: '8.00', occurredAt: '2026-03-05' },
      );
  });

  test('is settled by a pocket that returns to the pool', () => {
    given(...added('ann'), granted('a', '10'), allocated({ ann: '10' }), recorded('u', '4'))
      .when(removed('ann'))
      .thenRecorded(
        { type: 'MemberRemoved' },
        { type: 'AllocationReturned', total: '10.00' },
        { type: 'DebtSettled', amount: '4.00' },
      );
  });

  test('is written off one by one, or all of it', () => {
    given(...owing)
      .when({ type: 'WriteOffDebt', consumptionId: 'v' })
      .thenRecorded({ type: 'DebtWrittenOff', consumptionId: 'v', amount: '3.00' });
    given(...owing)
      .when({ type: 'WriteOffDebt' })
      .thenRecorded(
        { type: 'DebtWrittenOff', consumptionId: 'u', amount: '5.00' },
        { type: 'DebtWrittenOff', consumptionId: 'v', amount: '3.00', balanceAfter: '0.00' },
      );
  });

  test('where there is none, writing off changes nothing', () => {
    given()
      .when({ type: 'WriteOffDebt' })
      .thenRecorded({ type: 'CommandAccepted', outcome: 'NO_DEBT' });
  });

  test('what was written off can no longer be reversed', () => {
    given(...owing, { type: 'WriteOffDebt', consumptionId: 'v' })
      .when({ type: 'ReverseConsumption', consumptionId: 'v' })
      .thenRejected({ code: 'NOTHING_TO_REVERSE', remaining: '0.00' });
  });
});
