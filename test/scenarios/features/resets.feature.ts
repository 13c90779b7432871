import { addOn, monthly, moveExpiry, promo, purchased } from '../lots.ts';
import { add, allocateAmounts } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { spend } from '../usage.ts';

// Where a cycle would have granted, the scenario does.
const nextMonth = monthly(500, { id: 'next', until: 'P1M' });

/** What ends, and what comes anew. */
export const resets: readonly Scenario[] = [
  {
    title: 'scenario 24 (T15, P36): the rest of a month is forfeited at the reset',
    day: '2027-02-01',
    given: [monthly(500, { until: 'end of month' }), purchased(200), spend(120)],
    steps: [
      {
        at: '2027-03-01',
        when: nextMonth,
        shows: {
          available: 700,
          lots: { monthly: { used: 120, expired: 380 }, next: 500, purchased: 200 },
          lapsed: [
            {
              kind: 'EXPIRY',
              type: 'Expired',
              amount: -380,
              balanceAfter: 200,
              occurredAt: '2027-03-01',
              lotId: 'monthly',
            },
          ],
          usage: [{ amount: -120 }],
          purchase: [{ amount: 500 }, { amount: 200 }, { amount: 500 }],
          all: [
            { type: 'Monthly Credits' },
            { type: 'Expired' },
            { type: 'Usage' },
            { type: 'Purchase' },
            { type: 'Monthly Credits' },
          ],
        },
      },
    ],
  },
  {
    title: 'scenario 25: a month’s credit goes first, and lifetime credit outlives the reset',
    day: '2027-04-01',
    given: [monthly(500, { until: 'end of month' }), purchased(200, { id: 'lifetime' })],
    steps: [
      { when: spend(400), shows: { available: 300 } },
      { when: spend(200), shows: { available: 100, lots: { monthly: 0, lifetime: 100 } } },
      { at: '2027-05-01', when: nextMonth, shows: { available: 600, lapsed: [] } },
    ],
  },
  {
    title: 'scenario 30: what members were allocated ends with its month too',
    day: '2027-06-01',
    given: [
      add('ann'),
      add('bob'),
      monthly(500, { until: 'end of month' }),
      allocateAmounts({ ann: 100, bob: 150 }),
      spend(30, { by: 'ann' }),
    ],
    steps: [
      { shows: { members: { ann: { personal: 70 }, bob: { personal: 150 } }, pool: 250 } },
      {
        at: '2027-07-01',
        when: nextMonth,
        shows: {
          lots: { monthly: { used: 30, expired: 470, pockets: 0 }, next: 500 },
          members: { ann: { personal: 0 }, bob: { personal: 0 } },
          pool: 500,
          available: 500,
        },
      },
    ],
  },
  {
    title:
      'A04, A07, R21: add-on credit is usable at once and none of it appears in the next period',
    day: '2027-08-01',
    given: [add('ann'), addOn(60, { until: 'end of month' })],
    steps: [
      { when: spend(25, { by: 'ann' }), shows: { available: 35 } },
      {
        at: '2027-09-01',
        shows: { available: 0, lots: { add_on: { used: 25, expired: 35 } }, debt: 0 },
      },
      {
        when: spend(1, { by: 'ann' }),
        refused: ['INSUFFICIENT_CREDITS', { available: 0, needed: 1, shortfall: 1 }],
      },
    ],
  },
  {
    title:
      'T25, P34: purchased credit with a year lasts to its last instant, without an end for ever',
    day: '2028-02-29',
    given: [
      purchased(10, { id: 'a-year', until: 'P1Y' }),
      purchased(10, { id: 'for-ever', rank: 50 }),
    ],
    steps: [
      { at: '2029-02-27 23:59:59', when: spend(1), shows: { lots: { 'a-year': 9 } } },
      {
        at: '2029-02-28',
        when: spend(1),
        shows: { lots: { 'a-year': { used: 1, expired: 9 }, 'for-ever': 9 }, available: 9 },
      },
      { at: '2049-02-28', shows: { available: 9, lots: { 'for-ever': { expired: 0 } } } },
    ],
  },
  {
    title:
      'scenario 13 (T17, T20, T21): a launch promotion of four weeks ends four weeks after the launch, for whoever joined later too',
    day: '2026-03-10',
    zone: 'Europe/Berlin',
    given: [monthly(50, { until: 'end of month' })],
    steps: [
      {
        at: '2026-03-31',
        when: promo(500, { from: '2026-03-10', until: 'P4W' }),
        answers: { lot: { effectiveAt: '2026-03-10', expiresAt: '2026-04-07' } },
      },
      { when: spend(100), shows: { lots: { promo: 400, monthly: 50 }, expiringIn7Days: 450 } },
      { at: '2026-04-01', shows: { lots: { promo: 400, monthly: { expired: 50 } } } },
      { at: '2026-04-06 23:59:59', when: spend(100), shows: { available: 300 } },
      {
        at: '2026-04-07',
        when: spend(1),
        refused: ['INSUFFICIENT_CREDITS', { available: 0, consideredLots: [] }],
        shows: { lots: { promo: { used: 200, expired: 300 } } },
      },
    ],
  },
  {
    title: 'what is free of a lot may get another end, as a lot of its own that keeps its owners',
    day: '2027-11-01',
    given: [add('ann'), promo(50, { until: 'd5' }), allocateAmounts({ ann: 20 }), spend(10)],
    steps: [
      {
        when: moveExpiry('grant:promo', 'd10'),
        answers: { newLotId: 'promo/1', amount: 40, expiresAt: 'd10' },
        shows: {
          lots: { promo: { used: 10, granted: 10 }, 'promo/1': { pool: 20, pockets: 20 } },
          members: { ann: { personal: 20 } },
          available: 40,
        },
      },
      { at: 'd5', shows: { available: 40, lapsed: [] } },
      { at: 'd10', shows: { available: 0, members: { ann: { personal: 0 } } } },
      { when: moveExpiry('grant:promo/1', 'd20'), refused: ['LOT_EXPIRED', { expiredAt: 'd10' }] },
    ],
  },
  {
    title: 'a lot that starts later makes its row when it starts',
    day: '2027-10-01',
    given: [promo(50, { from: 'd3', until: 'd5' })],
    steps: [
      { shows: { available: 0, balance: 0, all: [], lots: { promo: { status: 'FUTURE' } } } },
      {
        when: spend(1),
        refused: [
          'INSUFFICIENT_CREDITS',
          {
            available: 0,
            nextChange: { at: 'd3', cause: 'LOT_ACTIVATION', id: 'promo', amount: 50 },
          },
        ],
      },
      {
        at: 'd3',
        shows: { available: 50, all: [{ kind: 'ADDITION', amount: 50, occurredAt: 'd3' }] },
      },
      { at: 'd5', shows: { available: 0, lapsed: [{ amount: -50, occurredAt: 'd5' }] } },
    ],
  },
];
