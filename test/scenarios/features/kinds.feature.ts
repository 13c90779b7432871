import { addOn, adminGrant, monthly, promo, purchased, rollover, trial } from '../lots.ts';
import type { Scenario } from '../scenario.ts';
import { spend } from '../usage.ts';

/** The kinds of credit, and credit for some actions alone. */
export const kinds: readonly Scenario[] = [
  {
    title:
      'T19, T32, P38, P39: trial and paid credit are one balance, and the ledger picks the lot',
    day: '2026-02-01',
    given: [purchased(100), monthly(20), trial(30), promo(10)],
    steps: [
      {
        shows: {
          available: 160,
          byKind: { PROMO: 10, TRIAL: 30, MONTHLY: 20, PURCHASED: 100 },
        },
      },
      { when: spend(10), shows: { byKind: { TRIAL: 30, MONTHLY: 20, PURCHASED: 100 } } },
      { when: spend(45), shows: { byKind: { MONTHLY: 5, PURCHASED: 100 } } },
      { when: spend(6), shows: { byKind: { PURCHASED: 99 }, available: 99 } },
    ],
  },
  {
    title: 'D1: every kind has its place, whatever came first',
    day: '2026-02-01',
    given: [purchased(1), addOn(1), monthly(1), rollover(1), adminGrant(1), trial(1), promo(1)],
    steps: [
      {
        when: spend(6.5),
        answers: {
          slices: [
            { lotId: 'promo', amount: 1 },
            { lotId: 'trial', amount: 1 },
            { lotId: 'admin_grant', amount: 1 },
            { lotId: 'rollover', amount: 1 },
            { lotId: 'monthly', amount: 1 },
            { lotId: 'add_on', amount: 1 },
            { lotId: 'purchased', amount: 0.5 },
          ],
        },
      },
    ],
  },
  {
    title: 'D2: restricted credit pays for its actions alone, and is not allocated',
    day: '2026-02-01',
    given: [promo(50, { onlyFor: ['image.generation'] }), purchased(10)],
    steps: [
      {
        when: spend(20),
        refused: [
          'INSUFFICIENT_CREDITS',
          {
            available: 10,
            needed: 20,
            shortfall: 10,
            consideredLots: [{ lotId: 'purchased', available: 10 }],
          },
        ],
      },
      {
        when: spend(20, { action: 'image.generation' }),
        shows: { lots: { promo: 30, purchased: 10 } },
      },
    ],
  },
];
