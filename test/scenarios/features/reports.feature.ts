import { calledBy } from '../action.ts';
import { adminGrant, promo, purchased, trial } from '../lots.ts';
import { add, allocate, remove } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { doing, reverse, spend } from '../usage.ts';

/** What can be read. */
export const reports: readonly Scenario[] = [
  {
    title: 'scenario 111 (P08, P09, P10, P11, P12, P13, P21): four cards of totals and counts',
    day: '2026-04-06',
    given: [purchased(3000)],
    steps: [
      { when: spend(120) },
      { at: '2026-04-12', when: spend(80) },
      { at: '2026-04-20', when: spend(40) },
      { at: '2026-04-30 23:59:59', when: spend(60) },
      {
        at: '2026-06-15',
        when: spend(1500),
        shows: { cards: ['2026-06 1500/1 current', '2026-05 0/0', '2026-04 300/4', '2026-03 0/0'] },
      },
      {
        at: '2026-07-03',
        when: spend(90),
        shows: {
          cards: ['2026-07 90/1 current', '2026-06 1500/1', '2026-05 0/0', '2026-04 300/4'],
        },
      },
      {
        at: '2026-07-20',
        when: spend(10),
        shows: {
          cards: ['2026-07 100/2 current', '2026-06 1500/1', '2026-05 0/0', '2026-04 300/4'],
          usage: [
            { amount: -10, filedMonth: '2026-07' },
            { amount: -90, filedMonth: '2026-07' },
            { amount: -1500, filedMonth: '2026-06' },
            { amount: -60, filedMonth: '2026-04', occurredAt: '2026-04-30 23:59:59' },
            { amount: -40, filedMonth: '2026-04' },
            { amount: -80, filedMonth: '2026-04' },
            { amount: -120, filedMonth: '2026-04' },
          ],
        },
      },
    ],
  },
  {
    title: 'scenario 113 (P08): in January the cards reach into last year',
    day: '2025-10-01',
    given: [purchased(100), spend(1)],
    steps: [
      { at: '2025-12-31 23:59:59', when: spend(2) },
      {
        at: '2026-01-15',
        shows: { cards: ['2026-01 0/0 current', '2025-12 2/1', '2025-11 0/0', '2025-10 1/1'] },
      },
      {
        when: spend(3),
        shows: { cards: ['2026-01 3/1 current', '2025-12 2/1', '2025-11 0/0', '2025-10 1/1'] },
      },
    ],
  },
  {
    title: 'scenario 114 (R24, R25): what members used stays theirs when they are gone',
    day: '2028-07-01',
    given: [add('ann'), add('bob'), purchased(100)],
    steps: [
      { when: spend(30, { by: 'ann' }) },
      { when: spend(7, { by: 'bob' }) },
      { when: spend(12.5, { by: 'ann' }) },
      {
        at: 'd40',
        when: remove('bob'),
        shows: {
          usedBy: { ann: '42.5/2', bob: '7/1 removed', organisation: '49.5/3' },
          history: {
            ann: [{ amount: -12.5 }, { amount: -30 }],
            bob: [{ amount: -7, user: 'bob' }],
          },
        },
      },
    ],
  },
  {
    title: 'scenario 115: a balance as of a time, before and after use and expiry',
    day: '2028-09-01',
    alsoWithoutTicker: true,
    given: [promo(10, { until: 'd10' })],
    steps: [
      { at: 'd5', when: spend(4), shows: { balance: 6 } },
      {
        at: 'd10',
        shows: {
          balance: 0,
          lots: { promo: { used: 4, expired: 6 } },
          asOf: [
            { effective: 'd4', balance: 10 },
            { effective: 'd5', balance: 6 },
            { effective: 'd10', balance: 0 },
            { effective: 'd10', known: 'd9', balance: 6 },
          ],
        },
      },
    ],
  },
  {
    title: 'scenario 121 (P36, I16): every row is in one tab, and together they are the balance',
    day: '2028-09-11',
    given: [add('ann'), promo(100, { until: 'd5' }), trial(20), purchased(200), adminGrant(30)],
    steps: [
      { when: spend(40, { id: 'run', by: 'ann' }) },
      { when: doing('image.rotate') },
      { when: allocate(10, ['ann']) },
      { at: 'd5', when: reverse('run', 5) },
      {
        when: spend(60),
        shows: {
          balance: 190,
          usage: [
            { kind: 'CONSUMPTION', type: 'Usage', amount: -60, balanceAfter: 190 },
            { kind: 'FREE_ACTION', type: 'Usage', amount: 0 },
            { kind: 'CONSUMPTION', type: 'Usage', amount: -40 },
          ],
          purchase: [
            { kind: 'REVERSAL', type: 'Refund', amount: 5 },
            { type: 'Admin Grant', amount: 30 },
            { type: 'Purchase', amount: 200 },
            { type: 'Free Credits', amount: 20 },
            { type: 'Free Credits', amount: 100 },
          ],
          lapsed: [
            { type: 'Expired', underlyingType: 'after_reversal', amount: -5 },
            { type: 'Expired', underlyingType: 'due', amount: -60, occurredAt: 'd5' },
          ],
        },
      },
    ],
  },
  {
    title: 'scenario 122 (P37): who may not buy is refused, and an auditor reads ids alone',
    day: '2026-02-01',
    given: [add('ann'), purchased(10), spend(4, { by: 'ann' })],
    steps: [
      {
        when: calledBy({ role: 'member', subject: 'ann' }, purchased(1000, { id: 'p2' })),
        refused: ['PERMISSION_DENIED'],
      },
      { when: calledBy('admin', purchased(1000, { id: 'p2' })), refused: ['PERMISSION_DENIED'] },
      {
        when: calledBy('auditor', purchased(1000, { id: 'p2' })),
        refused: ['PERMISSION_DENIED'],
        shows: {
          available: 6,
          team: [{ memberId: 'ann', role: 'MEMBER' }],
          usage: [{ memberId: 'ann', user: 'ann', actor: { type: 'SERVICE', id: 'service' } }],
        },
      },
    ],
  },
];
