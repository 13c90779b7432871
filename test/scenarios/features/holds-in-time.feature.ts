import { keyed } from '../action.ts';
import { promo, purchased } from '../lots.ts';
import type { Scenario } from '../scenario.ts';
import { capture, hold } from '../usage.ts';

/** Reserving over deadlines and ends of lots. */
export const holdsInTime: readonly Scenario[] = [
  {
    title: 'scenario 52 (D8): at its deadline a hold has expired',
    day: '2028-01-01',
    alsoWithoutTicker: true,
    given: [purchased(100), hold('h', 60, { until: '10:00' })],
    steps: [
      { at: '09:59:59', shows: { available: 40, held: 60, balance: 100 } },
      {
        at: '10:00:00',
        when: capture('h', 60),
        refused: ['HOLD_EXPIRED', { holdId: 'h', deadline: '10:00' }],
        shows: {
          available: 100,
          held: 0,
          holds: { h: { status: 'EXPIRED', captured: 0, released: 60, resolvedAt: '10:00' } },
        },
      },
    ],
  },
  {
    title: 'D4: where a hold ends with its lot, what it held lapses after release, the rest as due',
    day: '2028-01-12',
    given: [promo(100, { until: '12:00' }), hold('h', 60, { until: '12:00' })],
    steps: [
      {
        at: '12:00',
        shows: {
          available: 0,
          held: 0,
          lots: { promo: { expired: 100 } },
          lapsed: [
            { amount: -40, occurredAt: '12:00', underlyingType: 'due' },
            { amount: -60, occurredAt: '12:00', underlyingType: 'after_release' },
          ],
        },
      },
    ],
  },
  {
    title:
      'scenario 53 (D6): what is reserved outlives its lot, and what is left of it expires then',
    day: '2028-01-02',
    alsoWithoutTicker: true,
    given: [promo(100, { until: '12:00' }), purchased(200)],
    steps: [
      { at: '11:50', when: hold('h', 60, { until: '12:10' }), shows: { available: 240 } },
      {
        at: '12:00',
        shows: {
          available: 200,
          balance: 260,
          held: 60,
          lots: { promo: { expired: 40, held: 60 } },
        },
      },
      {
        at: '12:05',
        when: capture('h', 45),
        answers: { amount: 45, released: [{ lotId: 'promo', amount: 15 }] },
        shows: {
          available: 200,
          held: 0,
          lots: { promo: { used: 45, expired: 55 }, purchased: { used: 0, pool: 200 } },
          lapsed: [
            { amount: -15, occurredAt: '12:05', underlyingType: 'after_release' },
            { amount: -40, occurredAt: '12:00', underlyingType: 'due' },
          ],
        },
      },
    ],
  },
  {
    title: 'scenario 55 (D5, D6): a capture takes from the reserved lots in their order',
    day: '2028-01-03',
    alsoWithoutTicker: true,
    given: [promo(40, { until: 'd10' }), purchased(100)],
    steps: [
      { at: 'd9 20:00', when: hold('h', 70, { until: 'd10 04:00' }), shows: { available: 70 } },
      {
        at: 'd10 02:00',
        when: capture('h', 50),
        answers: {
          slices: [
            { lotId: 'promo', amount: 40 },
            { lotId: 'purchased', amount: 10 },
          ],
          released: [{ lotId: 'purchased', amount: 20 }],
        },
        shows: {
          available: 90,
          lots: { promo: { used: 40, expired: 0 }, purchased: { used: 10, pool: 90 } },
        },
      },
    ],
  },
  {
    title: 'scenario 57 (D6): a capture at the very instant at which its lot ends is accepted',
    day: '2028-01-13',
    alsoWithoutTicker: true,
    given: [promo(100, { until: '12:00' }), hold('h', 60, { until: '12:10' })],
    steps: [
      {
        at: '12:00',
        when: capture('h', 60),
        answers: { amount: 60, released: [] },
        shows: { available: 0, lots: { promo: { used: 60, expired: 40 } } },
      },
    ],
  },
  {
    title: 'scenario 59 (D9): a hold is resolved once',
    day: '2026-02-01',
    given: [purchased(100), hold('h', 60, { until: '12:00' })],
    steps: [
      { when: capture('h', 40, { id: 'c1' }), answers: { amount: 40, balanceAfter: 60 } },
      {
        when: keyed('another', capture('h', 40, { id: 'c1' })),
        answers: { amount: 40, balanceAfter: 60, released: [{ amount: 20 }] },
        shows: { available: 60 },
      },
      {
        when: capture('h', 40, { id: 'c2' }),
        refused: [
          'HOLD_RESOLVED',
          { outcome: 'CAPTURED', captured: 40, released: 20, captureIds: ['c1'], resolvedAt: 'd1' },
        ],
        shows: { available: 60, usage: [{ consumptionId: 'c1' }] },
      },
    ],
  },
];
