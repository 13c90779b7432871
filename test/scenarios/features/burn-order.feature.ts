import type { Scenario } from '../scenario.ts';
import { adminGrant, monthly, promo, purchased } from '../lots.ts';
import { policy } from '../members.ts';
import { quote, spend } from '../usage.ts';

const threeKinds = [
  promo(500, { until: 'd28' }),
  monthly(500, { until: 'd30' }),
  purchased(1000, { until: 'd365' }),
];

const kindsThatEndTheOtherWayRound = [
  monthly(80, { until: 'd31' }),
  purchased(50, { until: 'd14' }),
];

/** Which credit is used first. */
export const burnOrder: readonly Scenario[] = [
  {
    title: 'scenario 1 (T31, T32, T19): promo, then monthly, then purchased, of which none is used',
    day: '2026-02-01',
    given: threeKinds,
    steps: [
      {
        when: spend(620),
        answers: {
          slices: [
            { lotId: 'promo', amount: 500 },
            { lotId: 'monthly', amount: 120 },
          ],
        },
        shows: { lots: { promo: 0, monthly: 380, purchased: 1000 }, available: 1380 },
      },
    ],
  },
  {
    title: 'scenario 2 (T31): what monthly credit does not pay, purchased credit pays',
    day: '2026-02-01',
    given: [...threeKinds, spend(620)],
    steps: [
      {
        when: spend(900),
        shows: { lots: { promo: 0, monthly: 0, purchased: 480 }, available: 480 },
      },
    ],
  },
  {
    title: 'scenario 3 (T22, P03): without enough credit work is refused, and nothing changes',
    day: '2026-02-01',
    given: [...threeKinds, spend(620), spend(900)],
    steps: [
      {
        when: spend(481),
        refused: [
          'INSUFFICIENT_CREDITS',
          {
            available: 480,
            needed: 481,
            shortfall: 1,
            consideredLots: [{ lotId: 'purchased', kind: 'PURCHASED', available: 480 }],
            nextChange: { at: 'd365', cause: 'LOT_EXPIRY', id: 'purchased', amount: -480 },
          },
        ],
        shows: {
          lots: { promo: 0, monthly: 0, purchased: 480 },
          available: 480,
          debt: 0,
          usage: [{ amount: -900 }, { amount: -620 }],
        },
      },
      { when: spend(480), shows: { available: 0 } },
      {
        when: spend(1),
        refused: ['INSUFFICIENT_CREDITS', { available: 0, needed: 1, shortfall: 1 }],
      },
      { when: purchased(10, { id: 'more' }), shows: { available: 10 } },
      { when: spend(1), shows: { available: 9 } },
    ],
  },
  {
    title: 'scenario 4 (T31, D1): the kind beats the end, and the preview warns of what lapses',
    day: '2027-01-01',
    given: kindsThatEndTheOtherWayRound,
    steps: [
      {
        at: 'd11',
        when: quote(100),
        answers: {
          amount: 100,
          available: 130,
          slices: [
            { lotId: 'monthly', amount: 80 },
            { lotId: 'purchased', amount: 20 },
          ],
          lapsing: [{ lotId: 'purchased', kind: 'PURCHASED', amount: 30, expiresAt: 'd14' }],
        },
      },
      { when: spend(100), shows: { lots: { monthly: 0, purchased: 30 }, expiringIn7Days: 30 } },
    ],
  },
  {
    title: 'scenario 4 (D1), ends first by policy: the end beats the kind',
    day: '2027-01-11',
    given: [
      policy({ burnOrder: 'BURN_ORDER_EXPIRY_FIRST' }),
      monthly(80, { until: 'd21' }),
      purchased(50, { until: 'd4' }),
    ],
    steps: [
      {
        when: quote(100),
        answers: { lapsing: [{ lotId: 'monthly', amount: 30, expiresAt: 'd21' }] },
      },
      { when: spend(100), shows: { lots: { purchased: 0, monthly: 30 } } },
    ],
  },
  {
    title: 'T31: a quote says what is available without the overdraft, however much that is',
    day: '2027-01-11',
    policies: { overdraftLimit: '999999999999999' },
    given: [monthly(80, { until: 'd21' })],
    steps: [{ when: quote(100), answers: { amount: 100, available: 80, debt: 20 } }],
  },
  {
    title: 'scenario 6: the lower rank is used first',
    day: '2026-02-01',
    given: [promo(100, { id: 'second', rank: 2 }), promo(100, { id: 'first', rank: 1 })],
    steps: [{ when: spend(120), shows: { lots: { first: 0, second: 80 } } }],
  },
  {
    title: 'scenario 7: among equal ranks the earlier end is used first',
    day: '2026-02-01',
    given: [
      monthly(100, { id: 'created-first', until: 'd20' }),
      monthly(100, { id: 'created-second', until: 'd10' }),
    ],
    steps: [{ when: spend(120), shows: { lots: { 'created-second': 0, 'created-first': 80 } } }],
  },
  {
    title: 'scenario 8: among equal ranks and ends the cheaper credit is used first',
    day: '2026-02-01',
    given: [purchased(70, { rank: 5, cost: '1400' }), adminGrant(30, { rank: 5 })],
    steps: [{ when: spend(50), shows: { lots: { admin_grant: 0, purchased: 50 } } }],
  },
  {
    title: 'scenario 8, two ranks: the second is used when the first is empty',
    day: '2026-02-01',
    given: [purchased(50, { id: 'later', rank: 20 }), purchased(50, { id: 'sooner', rank: 10 })],
    steps: [{ when: spend(60), shows: { lots: { sooner: 0, later: 40 } } }],
  },
  {
    title: 'scenario 9: the rank beats the end, and the cost decides at the end',
    day: '2026-07-31',
    given: [
      purchased(50, { id: 'A', rank: 1, until: '2026-09-01', cost: '500' }),
      promo(20, { id: 'B', rank: 1, until: '2026-09-01' }),
      promo(100, { id: 'C', rank: 2, until: '2026-08-15' }),
    ],
    steps: [{ when: spend(60), shows: { lots: { B: 0, A: 10, C: 100 } } }],
  },
];
