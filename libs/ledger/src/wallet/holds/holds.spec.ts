import { describe, test } from '@jest/globals';
import {
  added,
  allocated,
  captured,
  consumed,
  given,
  givenPolicies,
  granted,
  held,
  removed,
  utc,
} from '#testing';

const evening = { until: '2026-03-01T20:00' };
const aHold = [
  granted('a', '10'),
  granted('b', '10', { kind: 'PURCHASED' }),
  held('h', '15', evening),
];
const release = { type: 'ReleaseHold', holdId: 'h' } as const;

describe('holding credit (D5)', () => {
  test('reserves slices in burn order, which nobody else can spend', () => {
    given(granted('a', '10'), granted('b', '10', { kind: 'PURCHASED' }))
      .when(held('h', '15', evening))
      .thenRecorded({
        type: 'CreditsHeld',
        slices: ['10.00 of grant:a', '5.00 of grant:b'],
        balanceAfter: '20.00',
        availableAfter: '5.00',
      });
    given(...aHold)
      .when(consumed('c', '5.01'))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '5.00' });
  });

  test('never overdraws', () => {
    givenPolicies({ overdraftLimit: '50' })(granted('a', '10'))
      .when(held('h', '10.01', evening))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', shortfall: '0.01' });
  });

  test('ends within a day', () => {
    given(granted('a', '10'))
      .when(held('h', '1', { until: '2026-03-02T00:01' }))
      .thenRejected({ code: 'INVALID_FIELD', field: 'deadline' });
    given(granted('a', '10'))
      .when(held('h', '1', { until: '2026-03-01' }))
      .thenRejected({ code: 'INVALID_FIELD', field: 'deadline' });
  });

  test('an id is used once, for ever', () => {
    given(...aHold, release)
      .when(held('h', '1', evening))
      .thenRejected({ code: 'ID_TAKEN', kind: 'HOLD', id: 'h' });
  });
});

describe('capturing a hold', () => {
  test('D5: spends its slices in their order, and releases the rest', () => {
    given(...aHold)
      .when(captured('h', 'k', { amount: '12' }))
      .thenRecorded(
        { type: 'HoldCaptured', slices: ['10.00 of grant:a', '2.00 of grant:b'] },
        { type: 'CreditsConsumed', consumptionId: 'k', amount: '12.00', balanceAfter: '8.00' },
        {
          type: 'HoldReleased',
          cause: 'CAPTURED',
          slices: ['3.00 of grant:b'],
          availableAfter: '8.00',
        },
      );
  });

  test('D5: keeps the rest where it is asked to', () => {
    given(...aHold)
      .when(captured('h', 'k', { amount: '12', keepOpen: true }))
      .thenRecorded(
        { type: 'HoldCaptured', remaining: '3.00' },
        { type: 'CreditsConsumed', availableAfter: '5.00' },
      );
  });

  test('D7: beyond the hold is refused', () => {
    given(...aHold)
      .when(captured('h', 'k', { amount: '15.01' }))
      .thenRejected({ code: 'OVER_CAPTURE', remaining: '15.00', needed: '15.01' });
  });

  test('D7: beyond the hold is cut off where the hold says so', () => {
    given(granted('a', '20'), { ...held('h', '15', evening), overCapture: 'CAP' })
      .when(captured('h', 'k', { amount: '18' }))
      .thenRecorded(
        { type: 'HoldCaptured', amount: '15.00', price: '18.00' },
        { type: 'CreditsConsumed', amount: '15.00', balanceAfter: '5.00' },
      );
  });

  test('D7: beyond the hold is drawn from what is free where the hold says so', () => {
    given(granted('a', '20'), { ...held('h', '15', evening), overCapture: 'OVERFLOW' })
      .when(captured('h', 'k', { amount: '18' }))
      .thenRecorded(
        { type: 'HoldCaptured', amount: '15.00' },
        { type: 'CreditsConsumed', amount: '18.00', overflow: ['3.00 of grant:a'] },
      );
    given(granted('a', '16'), { ...held('h', '15', evening), overCapture: 'OVERFLOW' })
      .when(captured('h', 'k', { amount: '18' }))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', shortfall: '2.00' });
  });

  test('D9: told again under another key it is the same capture', () => {
    given(...aHold, captured('h', 'k', { amount: '12' }))
      .when(captured('h', 'k', { amount: '12' }))
      .thenRecorded({ type: 'CommandAccepted', outcome: 'CAPTURED_BEFORE', refersTo: 5 });
  });

  test('D9: told again with other fields it is a contradiction, whatever became of the hold', () => {
    const contradiction = {
      code: 'CAPTURE_CONTRADICTS',
      holdId: 'h',
      captureId: 'k',
      amount: '12.00',
      capturedAt: '2026-03-01',
    } as const;
    given(...aHold, captured('h', 'k', { amount: '12' }))
      .when(captured('h', 'k', { amount: '11' }))
      .thenRejected(contradiction);
    given(...aHold, captured('h', 'k', { amount: '12', keepOpen: true }))
      .when(captured('h', 'k', { amount: '11', keepOpen: true }))
      .thenRejected(contradiction);
    given(...aHold, captured('h', 'k', { amount: '12', keepOpen: true }), '2026-03-01T20:00')
      .when(captured('h', 'k'))
      .thenRejected(contradiction);
  });

  test('D7: of a member that was removed since it gives what it held and no more', () => {
    const overflowing = {
      ...held('h', '15', { ...evening, by: 'ann' }),
      overCapture: 'OVERFLOW',
    } as const;
    for (const again of [[], added('ann')])
      given(...added('ann'), granted('a', '50'), overflowing, removed('ann'), ...again)
        .when(captured('h', 'k', { amount: '18' }))
        .thenRecorded(
          { type: 'HoldCaptured', amount: '15.00', price: '18.00' },
          { type: 'CreditsConsumed', amount: '15.00', overflow: [] },
        );
  });

  test('D9: another one of a hold that has ended is refused, and says how it ended', () => {
    given(...aHold, captured('h', 'k', { amount: '12' }))
      .when(captured('h', 'k2'))
      .thenRejected({
        code: 'HOLD_RESOLVED',
        outcome: 'CAPTURED',
        captured: '12.00',
        released: '3.00',
        captureIds: ['k'],
      });
  });

  test('D8: at the deadline it is too late', () => {
    given(...aHold, '2026-03-01T20:00')
      .when(captured('h', 'k'))
      .thenRejected({ code: 'HOLD_EXPIRED', holdId: 'h', deadline: '2026-03-01T20:00' });
  });

  test('D6: what was reserved can be captured though its lot has ended', () => {
    given(
      granted('a', '10', { until: '2026-03-01T12:00' }),
      held('h', '4', evening),
      '2026-03-01T13:00',
    )
      .when(captured('h', 'k'))
      .thenRecorded(
        { type: 'HoldCaptured', slices: ['4.00 of grant:a'] },
        { type: 'CreditsConsumed', balanceAfter: '0.00' },
      );
  });

  test('a capture has the ids of consumptions', () => {
    given(granted('x', '5'), consumed('c', '1'), held('h', '2', evening))
      .when(captured('h', 'c'))
      .thenRejected({ code: 'ID_TAKEN', kind: 'CONSUMPTION', id: 'c' });
  });
});

describe('releasing a hold', () => {
  test('frees what is left', () => {
    given(...aHold)
      .when(release)
      .thenRecorded({ type: 'HoldReleased', cause: 'RELEASED', availableAfter: '20.00' });
  });

  test('D6: what its ended lot had reserved expires', () => {
    given(
      granted('a', '10', { until: '2026-03-01T12:00' }),
      held('h', '4', evening),
      '2026-03-01T13:00',
    )
      .when(release)
      .thenRecorded(
        { type: 'HoldReleased', balanceAfter: '4.00' },
        { type: 'LotExpired', cause: 'AFTER_RELEASE', amount: '4.00', balanceAfter: '0.00' },
      );
  });

  test('D8: happens by itself at the deadline', () => {
    given(...aHold)
      .whenItIs('2026-03-01T20:00')
      .thenRecorded({ type: 'HoldReleased', cause: 'DEADLINE', occurredAt: '2026-03-01T20:00' });
  });

  test('I11: of a removed member returns to the pool', () => {
    given(
      ...added('ann'),
      granted('a', '10'),
      allocated({ ann: '10' }),
      held('h', '4', { ...evening, by: 'ann' }),
      removed('ann'),
    )
      .when(release)
      .thenRecorded(
        { type: 'HoldReleased', memberId: 'ann' },
        { type: 'AllocationReturned', cause: 'AFTER_RELEASE', poolAfter: '10.00' },
      );
  });
});

describe('extending a hold (D9)', () => {
  const extend = (deadline: string) =>
    ({ type: 'ExtendHold', holdId: 'h', deadline: utc(deadline) }) as const;

  test('moves its deadline on, and says from where', () => {
    given(...aHold)
      .when(extend('2026-03-02'))
      .thenRecorded({
        type: 'HoldExtended',
        holdId: 'h',
        from: '2026-03-01T20:00',
        deadline: '2026-03-02',
      });
    given(...aHold, extend('2026-03-02'), '2026-03-01T21:00')
      .when(captured('h', 'k'))
      .thenRecorded({ type: 'HoldCaptured' }, { type: 'CreditsConsumed' });
    given(...aHold, extend('2026-03-01T22:00'), '2026-03-01T22:00')
      .when(captured('h', 'k'))
      .thenRejected({ code: 'HOLD_EXPIRED', deadline: '2026-03-01T22:00' });
  });

  test.each([
    ['earlier than it was', '2026-03-01T19:00'],
    ['to where it is', '2026-03-01T20:00'],
    ['more than a day ahead', '2026-03-02T00:01'],
  ])('never %s', (_, deadline) => {
    given(...aHold)
      .when(extend(deadline))
      .thenRejected({ code: 'INVALID_FIELD', field: 'deadline' });
  });

  test('never beyond what policy allows since it was placed', () => {
    givenPolicies({ holdMax: 'PT30H' })(...aHold, '2026-03-01T12:00')
      .when(extend('2026-03-02T06:01'))
      .thenRejected({ code: 'INVALID_FIELD', field: 'deadline' });
    givenPolicies({ holdMax: 'PT30H' })(...aHold, '2026-03-01T12:00')
      .when(extend('2026-03-02T06:00'))
      .thenRecorded({ type: 'HoldExtended' });
  });

  test('is refused past the deadline, once it has ended, and for a member that was removed', () => {
    given(...aHold, '2026-03-01T20:00')
      .when(extend('2026-03-02'))
      .thenRejected({ code: 'HOLD_EXPIRED' });
    given(...aHold, release)
      .when(extend('2026-03-02'))
      .thenRejected({ code: 'HOLD_RESOLVED' });
    given(
      ...added('ann'),
      granted('a', '20'),
      held('h', '15', { ...evening, by: 'ann' }),
      removed('ann'),
    )
      .when(extend('2026-03-02'))
      .thenRejected({ code: 'MEMBER_REMOVED', memberId: 'ann' });
  });
});
