import { describe, test } from '@jest/globals';
import {
  added,
  allocated,
  consumed,
  given,
  givenPolicies,
  granted,
  recorded,
  removed,
} from '#testing';

const short = granted('short', '10', { until: '2026-03-05' });

describe('recording usage that happened (D11)', () => {
  test('is never refused for lack of credit: the rest is debt, beyond the overdraft', () => {
    given(granted('a', '10'))
      .when(recorded('u', '25'))
      .thenRecorded({
        type: 'CreditsConsumed',
        slices: ['10.00 of grant:a'],
        debt: '15.00',
        flags: ['OVERDRAWN'],
        balanceAfter: '-15.00',
      });
  });

  test('within the late window the lots of then pay, reopened where they have ended', () => {
    given(short, granted('a', '50', { kind: 'PURCHASED' }), '2026-03-06')
      .when(recorded('u', '15', { at: '2026-03-04' }))
      .thenRecorded(
        { type: 'ExpiryReopened', slices: ['10.00 of grant:short'], occurredAt: '2026-03-05' },
        {
          type: 'CreditsConsumed',
          occurredAt: '2026-03-04',
          slices: ['10.00 of grant:short', '5.00 of grant:a'],
          flags: [],
        },
      );
  });

  test('D3: a lot does not pay for usage at its end', () => {
    given(short, '2026-03-06')
      .when(recorded('u', '5', { at: '2026-03-05' }))
      .thenRecorded({ type: 'CreditsConsumed', slices: [], debt: '5.00' });
  });

  test('beyond the late window what has ended stays so, and today’s lots pay', () => {
    given(short, granted('a', '50', { kind: 'PURCHASED' }), '2026-03-08')
      .when(recorded('u', '15', { at: '2026-03-04T23:59' }))
      .thenRecorded({ type: 'CreditsConsumed', slices: ['15.00 of grant:a'], flags: ['LATE'] });
  });

  test('what the lots of then cannot pay is paid by those of today', () => {
    given('2026-03-03', granted('new', '50'))
      .when(recorded('u', '15', { at: '2026-03-02' }))
      .thenRecorded({
        type: 'CreditsConsumed',
        slices: ['15.00 of grant:new'],
        flags: ['FUNDED_OUT_OF_PERIOD'],
      });
  });

  test('that happened before the wallet was opened is accepted and flagged', () => {
    given(granted('a', '50'), '2026-03-02')
      .when(recorded('u', '15', { at: '2026-02-28' }))
      .thenRecorded({
        type: 'CreditsConsumed',
        occurredAt: '2026-02-28',
        slices: ['15.00 of grant:a'],
        flags: ['FUNDED_OUT_OF_PERIOD', 'BEFORE_OPENING'],
      });
  });

  test('I13: usage older than the acceptance window is refused', () => {
    given('2026-04-10')
      .when(recorded('u', '1', { at: '2026-03-05T23:59' }))
      .thenRejected({ code: 'USAGE_TOO_OLD', oldestAccepted: '2026-03-06' });
    given(granted('a', '5'), '2026-04-10')
      .when(recorded('u', '1', { at: '2026-03-06' }))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('a little ahead is now, more is refused', () => {
    given(granted('a', '5'))
      .when(recorded('u', '1', { at: '2026-03-01T00:05' }))
      .thenRecorded({ type: 'CreditsConsumed', occurredAt: '2026-03-01' });
    given()
      .when(recorded('u', '1', { at: '2026-03-01T00:06' }))
      .thenRejected({ code: 'USAGE_IN_FUTURE', latestAccepted: '2026-03-01T00:05' });
  });

  test('never draws on the pocket of another member', () => {
    given(...added('ann', 'bob'), granted('a', '20'), allocated({ ann: '12', bob: '8' }))
      .when(recorded('u', '15', { by: 'ann' }))
      .thenRecorded({
        type: 'CreditsConsumed',
        slices: ['12.00 of grant:a for ann'],
        debt: '3.00',
      });
  });

  test('draws on the pool too where only what was allocated counts', () => {
    givenPolicies({ memberFunding: 'ALLOCATED_ONLY' })(
      ...added('ann'),
      granted('a', '20'),
      allocated({ ann: '12' }),
    )
      .when(recorded('u', '15', { by: 'ann' }))
      .thenRecorded({
        type: 'CreditsConsumed',
        slices: ['12.00 of grant:a for ann', '3.00 of grant:a'],
      });
  });

  test('of a member removed since is accepted if it was one then, and the pool pays', () => {
    given(...added('ann'), granted('a', '20'), '2026-03-02', removed('ann'), '2026-03-03')
      .when(recorded('u', '5', { at: '2026-03-01T12:00', by: 'ann' }))
      .thenRecorded({ type: 'CreditsConsumed', memberId: 'ann', slices: ['5.00 of grant:a'] });
    given(...added('ann'), '2026-03-02', removed('ann'), '2026-03-03')
      .when(recorded('u', '5', { at: '2026-03-02', by: 'ann' }))
      .thenRejected({ code: 'MEMBER_REMOVED' });
  });

  test('by policy is refused where the lots of then cannot pay', () => {
    givenPolicies({ strictUsage: true })(granted('a', '5'), '2026-03-02', granted('new', '50'))
      .when(recorded('u', '6', { at: '2026-03-01' }))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '5.00' });
  });

  test('past spends are not ordered again', () => {
    given(granted('a', '10'), consumed('c', '10'), '2026-03-02', granted('b', '10'))
      .when(recorded('u', '4', { at: '2026-03-01' }))
      .thenRecorded({ type: 'CreditsConsumed', slices: ['4.00 of grant:b'] });
  });
});
