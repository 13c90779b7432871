import { describe, test } from '@jest/globals';
import type { CapTarget, CapWindow } from '../terms.ts';
import type { CommandOf } from '../commands.ts';
import { added, captured, consumed, given, granted, held, recorded, reversed } from '#testing';

const ann: CapTarget = { type: 'MEMBER', memberId: 'ann' };

const capped = (
  target: CapTarget,
  amount: string | null,
  window: CapWindow = 'DAY',
): CommandOf<'SetCap'> => ({ type: 'SetCap', target, window, amount });

const wallet = [...added('ann', 'bob'), granted('a', '100')];
const spent = (amount: string) => consumed(`c${amount}`, amount, { by: 'ann' });

describe('caps (D21)', () => {
  test('refuse what goes beyond them, and say what remains', () => {
    given(...wallet, capped({ type: 'DEFAULT' }, '20'), spent('15'))
      .when(spent('5.01'))
      .thenRejected({
        code: 'CAP_EXCEEDED',
        target: { type: 'DEFAULT' },
        window: 'DAY',
        cap: '20.00',
        remaining: '5.00',
        windowEnd: '2026-03-02',
      });
  });

  test('let pass what just fits', () => {
    given(...wallet, capped({ type: 'DEFAULT' }, '20'), spent('15'))
      .when(spent('5'))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('count anew in the next window', () => {
    given(...wallet, capped({ type: 'DEFAULT' }, '20'), spent('15'), '2026-03-02')
      .when(spent('20'))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('are still looked at for the flag in the window before the running one, and no further back', () => {
    const yesterday = given(
      ...wallet,
      capped({ type: 'DEFAULT' }, '20'),
      spent('15'),
      '2026-03-02',
      spent('1'),
    );
    yesterday
      .when(recorded('u', '5', { by: 'ann', at: '2026-03-01' }))
      .thenRecorded({ type: 'CreditsConsumed', flags: [] });
    yesterday
      .when(recorded('over', '0.01', { by: 'ann', at: '2026-03-01' }))
      .thenRecorded({ type: 'CreditsConsumed', flags: ['OVER_CAP'] });
    given(
      ...wallet,
      capped({ type: 'DEFAULT' }, '20'),
      spent('15'),
      '2026-03-02',
      spent('1'),
      '2026-03-03',
      spent('2'),
    )
      .when(recorded('u', '6', { by: 'ann', at: '2026-03-01' }))
      .thenRecorded({ type: 'CreditsConsumed', flags: [] });
  });

  test('count each member for itself', () => {
    given(...wallet, capped({ type: 'DEFAULT' }, '20'), spent('15'))
      .when(consumed('c', '20', { by: 'bob' }))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('of a member replace the default of the same window', () => {
    given(...wallet, capped({ type: 'DEFAULT' }, '20'), capped(ann, '30'))
      .when(spent('30'))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('of the organisation count what everybody spends', () => {
    given(...wallet, capped({ type: 'ORGANISATION' }, '20'), spent('15'))
      .when(consumed('c', '6'))
      .thenRejected({ code: 'CAP_EXCEEDED', remaining: '5.00' });
  });

  test('count what was spent before they were set', () => {
    given(...wallet, spent('15'), capped(ann, '20'))
      .when(spent('6'))
      .thenRejected({ code: 'CAP_EXCEEDED', remaining: '5.00' });
  });

  test('count open holds, and give back what these release', () => {
    const holding = [
      ...wallet,
      capped(ann, '20'),
      held('h', '15', { until: '2026-03-01T20:00', by: 'ann' }),
    ];
    given(...holding)
      .when(spent('6'))
      .thenRejected({ code: 'CAP_EXCEEDED', remaining: '5.00' });
    given(...holding, captured('h', 'k', { amount: '4' }))
      .when(spent('16'))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('apply to holds', () => {
    given(...wallet, capped(ann, '20'))
      .when(held('h', '20.01', { until: '2026-03-01T20:00', by: 'ann' }))
      .thenRejected({ code: 'CAP_EXCEEDED' });
  });

  test('get back what is reversed', () => {
    given(...wallet, capped(ann, '20'), spent('15'), reversed('c15', '10'))
      .when(spent('14'))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('flag recorded usage beyond them, and do not refuse it', () => {
    given(...wallet, capped(ann, '20'))
      .when(recorded('u', '21', { by: 'ann' }))
      .thenRecorded({ type: 'CreditsConsumed', flags: ['OVER_CAP'] });
  });

  test('are removed by none', () => {
    given(...wallet, capped(ann, '20'), capped(ann, null))
      .when(spent('50'))
      .thenRecorded({ type: 'CreditsConsumed' });
  });

  test('where the tightest of several refuses, it is named', () => {
    given(...wallet, capped(ann, '20', 'MONTH'), capped({ type: 'ORGANISATION' }, '10', 'TOTAL'))
      .when(spent('11'))
      .thenRejected({ code: 'CAP_EXCEEDED', target: { type: 'ORGANISATION' }, window: 'TOTAL' });
  });
});
