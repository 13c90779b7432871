import { describe, test } from '@jest/globals';
import {
  added,
  allocated,
  consumed,
  given,
  givenPolicies,
  givenWallet,
  granted,
  purchased,
  recorded,
  removed,
  reversed,
} from '#testing';

const spentOnBoth = [granted('a', '10'), purchased('p', '10'), consumed('c', '15')];

describe('reversing a consumption (D13)', () => {
  test('gives everything back to where it came from', () => {
    given(...spentOnBoth)
      .when(reversed('c'))
      .thenRecorded({
        type: 'ConsumptionReversed',
        reversalId: 'c/r1',
        amount: '15.00',
        slices: ['5.00 of purchase:p', '10.00 of grant:a'],
        balanceAfter: '20.00',
      });
  });

  test('D13: has the id that its caller gives, once and never again', () => {
    const named = { ...reversed('c', '7'), reversalId: 'refund' };
    given(...spentOnBoth)
      .when(named)
      .thenRecorded({ type: 'ConsumptionReversed', reversalId: 'refund', amount: '7.00' });
    given(...spentOnBoth, consumed('d', '5'), named)
      .when({ ...reversed('d'), reversalId: 'refund' })
      .thenRejected({ code: 'ID_TAKEN', kind: 'REVERSAL', id: 'refund' });
    given(...spentOnBoth, named)
      .when(reversed('c', '1'))
      .thenRecorded({ type: 'ConsumptionReversed', reversalId: 'c/r2' });
  });

  test('gives a part back from the end', () => {
    given(...spentOnBoth)
      .when(reversed('c', '7'))
      .thenRecorded({
        type: 'ConsumptionReversed',
        slices: ['5.00 of purchase:p', '2.00 of grant:a'],
      });
  });

  test('forgives the debt first', () => {
    given(granted('a', '10'), recorded('u', '15'))
      .when(reversed('u', '7'))
      .thenRecorded({
        type: 'ConsumptionReversed',
        debtForgiven: '5.00',
        slices: ['2.00 of grant:a'],
        balanceAfter: '2.00',
      });
  });

  test('I7: never gives back more than was consumed', () => {
    given(...spentOnBoth, reversed('c', '10'))
      .when(reversed('c', '5.01'))
      .thenRejected({ code: 'NOTHING_TO_REVERSE', consumptionId: 'c', remaining: '5.00' });
    given(...spentOnBoth, reversed('c'))
      .when(reversed('c'))
      .thenRejected({ code: 'NOTHING_TO_REVERSE', remaining: '0.00' });
  });

  test('gives back to the pocket, or to the pool where the member has gone', () => {
    const spent = [
      ...added('ann'),
      granted('a', '10'),
      allocated({ ann: '5' }),
      consumed('c', '4', { by: 'ann' }),
    ];
    given(...spent)
      .when(reversed('c'))
      .thenRecorded({ type: 'ConsumptionReversed', slices: ['4.00 of grant:a for ann'] });
    given(...spent, removed('ann'))
      .when(reversed('c'))
      .thenRecorded({ type: 'ConsumptionReversed', slices: ['4.00 of grant:a'] });
  });

  test('forfeits what returns to a lot that has ended', () => {
    given(granted('a', '10', { until: '2026-03-05' }), consumed('c', '4'), '2026-03-06')
      .when(reversed('c'))
      .thenRecorded(
        { type: 'ConsumptionReversed', forfeited: '4.00', balanceAfter: '4.00' },
        { type: 'LotExpired', cause: 'AFTER_REVERSAL', amount: '4.00', balanceAfter: '0.00' },
      );
  });

  test('by policy issues it again for some days', () => {
    givenPolicies({ expiredReversal: { reissueDays: 3 } })(
      granted('a', '10', { until: '2026-03-05' }),
      consumed('c', '4'),
      '2026-03-06',
    )
      .when(reversed('c'))
      .thenRecorded(
        { type: 'ConsumptionReversed', forfeited: '0.00', balanceAfter: '4.00' },
        { type: 'LotSplit', newLotId: 'grant:a/1', amount: '4.00', newExpiresAt: '2026-03-09' },
      );
  });

  test.each([
    ['Europe/Berlin', 10, '2026-03-20T14:00', '2026-03-30T13:00'],
    ['America/New_York', 240, '2026-03-20T16:00', '2026-11-15T17:00'],
  ])('counts days of the calendar: %s, %i days', (timeZone, reissueDays, at, end) => {
    givenWallet({ policies: { expiredReversal: { reissueDays } }, timeZone })(
      granted('a', '10', { until: '2026-03-05' }),
      consumed('c', '4'),
      at,
    )
      .when(reversed('c'))
      .thenRecorded({ type: 'ConsumptionReversed' }, { type: 'LotSplit', newExpiresAt: end });
  });

  test('voids what returns to a voided lot (D12)', () => {
    given(granted('a', '10'), consumed('c', '4'), { type: 'VoidLot', lotId: 'grant:a' })
      .when(reversed('c'))
      .thenRecorded(
        { type: 'ConsumptionReversed', slices: ['4.00 of grant:a'] },
        { type: 'LotVoided', amount: '4.00', balanceAfter: '0.00' },
      );
  });

  test('D16: what comes back settles the debt of others', () => {
    given(granted('a', '10'), consumed('c', '8'), recorded('u', '5'))
      .when(reversed('c', '4'))
      .thenRecorded(
        { type: 'ConsumptionReversed', amount: '4.00' },
        { type: 'DebtSettled', amount: '3.00', slices: ['3.00 of grant:a'], balanceAfter: '1.00' },
      );
  });

  test('of what is not there is refused', () => {
    given().when(reversed('c')).thenRejected({ code: 'CONSUMPTION_NOT_FOUND', consumptionId: 'c' });
  });
});
