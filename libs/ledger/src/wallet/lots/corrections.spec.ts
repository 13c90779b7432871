import { describe, test } from '@jest/globals';
import { added, allocated, captured, consumed, given, granted, held, utc } from '#testing';

const evening = { until: '2026-03-01T20:00' };
const voided = { type: 'VoidLot', lotId: 'grant:a' } as const;
const moved = (day: string) =>
  ({ type: 'MoveExpiry', lotId: 'grant:a', end: { at: utc(day) } }) as const;

describe('voiding a lot (D12)', () => {
  test('takes what is free, pockets included, and not what is held', () => {
    given(
      ...added('ann'),
      granted('a', '10'),
      allocated({ ann: '3' }),
      consumed('c', '2'),
      held('h', '4', evening),
    )
      .when(voided)
      .thenRecorded({
        type: 'LotVoided',
        slices: ['1.00 of grant:a', '3.00 of grant:a for ann'],
        balanceAfter: '4.00',
      });
  });

  test('what was held can be captured, and what returns is voided', () => {
    given(granted('a', '10'), held('h', '4', evening), voided)
      .when(captured('h', 'k', { amount: '1' }))
      .thenRecorded(
        { type: 'HoldCaptured' },
        { type: 'CreditsConsumed' },
        { type: 'HoldReleased', balanceAfter: '3.00' },
        { type: 'LotVoided', amount: '3.00', balanceAfter: '0.00' },
      );
  });

  test('before it begins makes no row', () => {
    given(granted('a', '10', { from: '2026-03-05' }))
      .when(voided)
      .thenRecorded({ type: 'LotVoided', balanceStands: '0.00' });
  });

  test('of which all is held marks it, so that what returns is voided', () => {
    const allHeld = [granted('a', '10'), consumed('c', '6'), held('h', '4', evening)];
    given(...allHeld)
      .when(voided)
      .thenRecorded({ type: 'LotVoided', amount: '0.00', slices: [], balanceStands: '4.00' });
    given(...allHeld, voided)
      .when(captured('h', 'k', { amount: '1' }))
      .thenRecorded(
        { type: 'HoldCaptured' },
        { type: 'CreditsConsumed' },
        { type: 'HoldReleased' },
        { type: 'LotVoided', amount: '3.00', balanceAfter: '0.00' },
      );
    given(...allHeld, voided)
      .when(voided)
      .thenRecorded({ type: 'CommandAccepted', outcome: 'NOTHING_FREE' });
  });

  test('of nothing changes nothing', () => {
    given(granted('a', '10'), consumed('c', '10'))
      .when(voided)
      .thenRecorded({ type: 'CommandAccepted', outcome: 'NOTHING_FREE' });
  });

  test('is refused once it has ended', () => {
    given(granted('a', '10', { until: '2026-03-05' }), '2026-03-05')
      .when(voided)
      .thenRejected({ code: 'LOT_EXPIRED', lotId: 'grant:a', expiresAt: '2026-03-05' });
  });
});

describe('moving the end of a lot', () => {
  test('splits what is free off into a lot of its own, owners kept', () => {
    given(
      ...added('ann'),
      granted('a', '10', { until: '2026-03-05' }),
      allocated({ ann: '3' }),
      held('h', '4', evening),
    )
      .when(moved('2026-03-09'))
      .thenRecorded({
        type: 'LotSplit',
        lotId: 'grant:a',
        newLotId: 'grant:a/1',
        slices: ['3.00 of grant:a', '3.00 of grant:a for ann'],
        newExpiresAt: '2026-03-09',
      });
  });

  test('the new lot pays after the old one has ended', () => {
    given(granted('a', '10', { until: '2026-03-05' }), moved('2026-03-09'), '2026-03-06')
      .when(consumed('c', '10'))
      .thenRecorded({ type: 'CreditsConsumed', slices: ['10.00 of grant:a/1'] });
  });

  test('is refused once it has ended', () => {
    given(granted('a', '10', { until: '2026-03-05' }), '2026-03-05')
      .when(moved('2026-03-09'))
      .thenRejected({ code: 'LOT_EXPIRED' });
  });
});
