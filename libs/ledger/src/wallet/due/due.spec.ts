import { describe, test } from '@jest/globals';
import { added, allocated, consumed, given, granted, held } from '#testing';

describe('what is due by itself (D4)', () => {
  test('a lot that ends expires, dated at its end', () => {
    given(granted('a', '10', { until: '2026-03-05' }), consumed('c', '4'))
      .whenItIs('2026-03-07')
      .thenRecorded({
        type: 'LotExpired',
        cause: 'DUE',
        occurredAt: '2026-03-05',
        slices: ['6.00 of grant:a'],
        balanceAfter: '0.00',
      });
  });

  test('expiry takes pockets too', () => {
    given(...added('ann'), granted('a', '10', { until: '2026-03-05' }), allocated({ ann: '4' }))
      .whenItIs('2026-03-05')
      .thenRecorded({
        type: 'LotExpired',
        slices: ['6.00 of grant:a', '4.00 of grant:a for ann'],
      });
  });

  test('where nothing lapses nothing is booked', () => {
    given(granted('a', '10', { until: '2026-03-05' }), consumed('c', '10'))
      .whenItIs('2026-03-07')
      .thenRecorded();
  });

  test('a lot that begins is activated, dated at its start', () => {
    given(granted('a', '10', { from: '2026-03-05' }))
      .whenItIs('2026-03-07')
      .thenRecorded({ type: 'LotActivated', occurredAt: '2026-03-05', balanceAfter: '10.00' });
  });

  test('at one instant holds come first, then activations, then expiries', () => {
    const noon = '2026-03-01T12:00';
    given(
      granted('ends', '10', { until: noon }),
      granted('begins', '10', { from: noon }),
      held('h', '4', { until: noon }),
    )
      .whenItIs(noon)
      .thenRecorded(
        { type: 'HoldReleased', cause: 'DEADLINE' },
        { type: 'LotExpired', cause: 'AFTER_RELEASE', amount: '4.00' },
        { type: 'LotActivated' },
        { type: 'LotExpired', cause: 'DUE', amount: '6.00', balanceAfter: '10.00' },
      );
  });

  test('what is due earlier is booked earlier', () => {
    given(
      granted('later', '10', { until: '2026-03-06' }),
      granted('sooner', '10', { until: '2026-03-05' }),
    )
      .whenItIs('2026-03-07')
      .thenRecorded(
        { type: 'LotExpired', lotId: 'grant:sooner' },
        { type: 'LotExpired', lotId: 'grant:later' },
      );
  });
});
