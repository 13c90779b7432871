import { purchased } from '../lots.ts';
import { add, cap } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { hold, release, spend, used } from '../usage.ts';

const dayCap = (remaining: number) =>
  [
    'CAP_EXCEEDED',
    {
      cap: 50,
      scope: { target: { memberId: 'ann' } },
      window: 'DAY',
      remaining,
      windowEnd: 'd2',
    },
  ] as const;

/** Caps. */
export const caps: readonly Scenario[] = [
  {
    title: 'scenario 45 (D21): a member’s daily cap of 50 stops 6 after 45, and not the next day',
    day: '2027-12-01',
    zone: 'Europe/Berlin',
    given: [add('ann'), purchased(1000), cap('ann', 'DAY', 50)],
    steps: [
      { at: '09:00', when: spend(30, { by: 'ann' }) },
      { when: spend(15, { by: 'ann' }) },
      { when: spend(6, { by: 'ann' }), refused: dayCap(5), shows: { available: 955 } },
      { when: spend(5, { by: 'ann' }), shows: { available: 950 } },
      { at: '23:59:59', when: spend(0.01, { by: 'ann' }), refused: dayCap(0) },
      { at: 'd2', when: spend(50, { by: 'ann' }), shows: { available: 900 } },
    ],
  },
  {
    title: 'D21: the tightest of several caps is named; recorded usage goes beyond and is flagged',
    day: '2027-12-03',
    given: [
      add('ann'),
      purchased(1000),
      cap('each member', 'DAY', 50),
      cap('organisation', 'TOTAL', 70),
      cap('ann', 'DAY', 60),
    ],
    steps: [
      { when: hold('h', 40, { until: '12:00', by: 'ann' }) },
      {
        when: spend(25, { by: 'ann' }),
        refused: [
          'CAP_EXCEEDED',
          { cap: 60, scope: { target: { memberId: 'ann' } }, remaining: 20 },
        ],
      },
      { when: release('h') },
      { when: spend(60, { by: 'ann' }), shows: { available: 940 } },
      {
        when: spend(11),
        refused: [
          'CAP_EXCEEDED',
          { cap: 70, scope: { target: { organisation: true } }, window: 'TOTAL', remaining: 10 },
        ],
      },
      {
        when: used(11, { at: '00:00' }),
        answers: { flags: ['OVER_CAP'] },
        shows: { available: 929 },
      },
    ],
  },
];
