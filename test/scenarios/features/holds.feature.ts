import { purchased } from '../lots.ts';
import type { Scenario } from '../scenario.ts';
import { capture, hold, release, spend } from '../usage.ts';

const heldOverCapture = { lots: { purchased: { used: 0, held: 0, pool: 150 } } };

/** Reserving, capturing, releasing. */
export const holds: readonly Scenario[] = [
  {
    title: 'scenario 47: what is spent cannot be reserved',
    day: '2026-02-01',
    given: [purchased(100), spend(70)],
    steps: [
      {
        when: hold('h', 50, { until: '12:00' }),
        refused: ['INSUFFICIENT_CREDITS', { available: 30, needed: 50, shortfall: 20 }],
        shows: { available: 30, held: 0 },
      },
    ],
  },
  {
    title: 'scenario 48: of six holds of 1,000 over 5,000 the sixth is refused',
    day: '2026-02-01',
    given: [
      purchased(5000),
      ...['h1', 'h2', 'h3', 'h4', 'h5'].map((id) => hold(id, 1000, { until: '12:00' })),
    ],
    steps: [
      {
        when: hold('h6', 1000, { until: '12:00' }),
        refused: ['INSUFFICIENT_CREDITS', { available: 0, needed: 1000, shortfall: 1000 }],
        shows: { balance: 5000, held: 5000, available: 0 },
      },
    ],
  },
  {
    title: 'scenario 49: what is not captured is released',
    day: '2026-02-01',
    given: [purchased(1000), hold('h', 1000, { until: '12:00' })],
    steps: [
      {
        when: capture('h', 743),
        answers: {
          amount: 743,
          released: [{ lotId: 'purchased', amount: 257 }],
          remaining: 0,
          status: 'CAPTURED',
          balanceAfter: 257,
          availableAfter: 257,
        },
        shows: {
          available: 257,
          held: 0,
          holds: { h: { status: 'CAPTURED', amount: 1000, captured: 743, released: 257 } },
        },
      },
    ],
  },
  {
    title: 'scenario 51 (D7), reject: a capture beyond its hold is refused',
    day: '2026-02-01',
    given: [purchased(150), hold('h', 100, { until: '12:00', over: 'REJECT' })],
    steps: [
      {
        when: capture('h', 130),
        refused: ['OVER_CAPTURE', { remaining: 100, needed: 130 }],
        shows: { available: 50, held: 100 },
      },
      { when: release('h'), shows: heldOverCapture },
    ],
  },
  {
    title: 'scenario 51 (D7), cap: a capture beyond its hold takes what there is',
    day: '2026-02-01',
    given: [purchased(150), hold('h', 100, { until: '12:00', over: 'CAP' })],
    steps: [
      {
        when: capture('h', 130),
        answers: { amount: 100, price: 130 },
        shows: { available: 50, held: 0, usage: [{ amount: -100, holdId: 'h' }] },
      },
    ],
  },
  {
    title: 'scenario 51 (D7), overflow: a capture beyond its hold takes from free credit too',
    day: '2026-02-01',
    given: [purchased(150), hold('h', 100, { until: '12:00', over: 'OVERFLOW' })],
    steps: [
      {
        when: capture('h', 130),
        answers: { amount: 130, price: 130, debt: 0 },
        shows: { available: 20, held: 0, usage: [{ amount: -130, holdId: 'h' }] },
      },
    ],
  },
];
