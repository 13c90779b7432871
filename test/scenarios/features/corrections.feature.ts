import { monthly, promo, purchased } from '../lots.ts';
import { voidLot } from '../lots.ts';
import { policy } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { reverse, spend, used, writeOff } from '../usage.ts';

const A = (amount: number) => promo(amount, { id: 'A', until: 'd10' });
const B = (amount: number) => purchased(amount, { id: 'B', until: 'd15', from: 'd5' });

/** What is taken back, lapses or is owed. */
export const corrections: readonly Scenario[] = [
  {
    title: 'scenario 88 (D16): credit that starts later settles debt, and nothing settled expires',
    day: '2028-04-01',
    alsoWithoutTicker: true,
    policies: { overdraftLimit: '100' },
    given: [A(10), B(15)],
    steps: [
      { at: 'd2', when: spend(5), shows: { available: 5 } },
      { at: 'd3', when: spend(10), answers: { debt: 5 }, shows: { available: -5, debt: 5 } },
      { at: 'd5', shows: { available: 10, debt: 0, lots: { B: { used: 5, pool: 10 } } } },
      {
        at: 'd10',
        shows: { available: 10, lots: { A: { used: 10, expired: 0 }, B: 10 }, lapsed: [] },
      },
    ],
  },
  {
    title: 'scenario 88, without overdraft: the second use is refused',
    day: '2028-04-11',
    alsoWithoutTicker: true,
    given: [A(10), B(15)],
    steps: [
      { at: 'd2', when: spend(5), shows: { available: 5 } },
      {
        at: 'd3',
        when: spend(10),
        refused: ['INSUFFICIENT_CREDITS', { available: 5, needed: 10, shortfall: 5 }],
        shows: { available: 5 },
      },
      { at: 'd10', shows: { lots: { A: { used: 5, expired: 5 }, B: 15 }, available: 15 } },
    ],
  },
  {
    title:
      'scenario 89 (I7, D13): a reversal goes back in reverse order, never beyond what was used',
    day: '2028-04-21',
    given: [
      promo(5, { id: 'A', until: 'd10' }),
      promo(5, { id: 'B', until: 'd15' }),
      spend(10, { id: 'run' }),
    ],
    steps: [
      {
        when: reverse('run', 7),
        answers: {
          reversalId: 'run/r1',
          slices: [
            { lotId: 'B', amount: 5 },
            { lotId: 'A', amount: 2 },
          ],
          remaining: 3,
        },
        shows: { lots: { A: 2, B: 5 }, available: 7 },
      },
      {
        when: reverse('run', 4),
        refused: ['NOTHING_TO_REVERSE', { consumptionId: 'run', remaining: 3 }],
        shows: { available: 7, purchase: [{ kind: 'REVERSAL', amount: 7 }, {}, {}] },
      },
      { when: reverse('run'), answers: { amount: 3, remaining: 0 }, shows: { available: 10 } },
      { when: reverse('run'), refused: ['NOTHING_TO_REVERSE', { remaining: 0 }] },
    ],
  },
  {
    title: 'D13: a reversal has the id that its caller gives, and no other ever has it',
    day: '2028-04-21',
    given: [purchased(10), spend(4, { id: 'run' }), spend(4, { id: 'walk' })],
    steps: [
      { when: reverse('run', 1, 'refund-1'), answers: { reversalId: 'refund-1', amount: 1 } },
      {
        when: reverse('walk', 1, 'refund-1'),
        refused: ['ID_TAKEN', { kind: 'REVERSAL', id: 'refund-1' }],
        shows: { available: 3 },
      },
      { when: reverse('walk', 1), answers: { reversalId: 'walk/r1' } },
    ],
  },
  {
    title: 'scenario 91: what was reversed in time expires with its lot',
    day: '2028-05-01',
    given: [A(10), spend(4, { id: 'run' })],
    steps: [
      { when: reverse('run', 2), shows: { available: 8 } },
      { at: 'd10', shows: { lots: { A: { used: 2, expired: 8 } }, available: 0 } },
      {
        when: reverse('run', 2),
        answers: { forfeited: 2 },
        shows: {
          lots: { A: { used: 0, expired: 10 } },
          available: 0,
          lapsed: [{ amount: -2, underlyingType: 'after_reversal' }, { amount: -8 }],
        },
      },
    ],
  },
  {
    title: 'D13, REISSUE: credit reversed after its lot’s end comes back as a lot that ends later',
    day: '2028-05-11',
    given: [
      policy({ expiredReversal: { outcome: { $case: 'reissueForDays', value: 7 } } }),
      A(10),
      spend(4, { id: 'run' }),
    ],
    steps: [
      {
        at: 'd12',
        when: reverse('run'),
        answers: { amount: 4, forfeited: 0, reissuedLotIds: ['A/1'] },
        shows: {
          available: 4,
          lots: { A: { expired: 6 }, 'A/1': { pool: 4, terms: { expiresAt: 'd19' } } },
        },
      },
      { at: 'd19', shows: { available: 0 } },
    ],
  },
  {
    title: 'scenario 99: what is voided cannot be used',
    day: '2026-02-01',
    given: [purchased(100), spend(50)],
    steps: [
      {
        when: voidLot('purchase:purchased'),
        answers: { amount: 50, balanceAfter: 0 },
        shows: { lots: { purchased: { used: 50, voided: 50, status: 'VOIDED' } } },
      },
      {
        when: spend(50),
        refused: ['INSUFFICIENT_CREDITS', { available: 0, needed: 50, shortfall: 50 }],
        shows: { available: 0 },
      },
    ],
  },
  {
    title: 'scenario 99, with an overdraft of 1,000: using it is debt',
    day: '2026-02-01',
    policies: { overdraftLimit: '1000' },
    given: [purchased(100), spend(50), voidLot('purchase:purchased')],
    steps: [{ when: spend(50), answers: { debt: 50 }, shows: { available: -50, debt: 50 } }],
  },
  {
    title: 'scenario 101 (I5): an overdraft of 50 is used to its last credit',
    day: '2026-02-01',
    policies: { overdraftLimit: '50' },
    given: [purchased(20)],
    steps: [
      { when: spend(50), answers: { debt: 30, flags: ['OVERDRAWN'] }, shows: { available: -30 } },
      {
        when: spend(21),
        refused: ['INSUFFICIENT_CREDITS', { available: -30, needed: 21, shortfall: 1 }],
        shows: { available: -30 },
      },
      { when: spend(20), shows: { available: -50, debt: 50 } },
      {
        when: purchased(60, { id: 'more' }),
        answers: { debtSettled: 50, balanceAfter: 10 },
        shows: { available: 10, debt: 0, usage: [{ amount: -20 }, { amount: -50 }] },
      },
      { when: writeOff(), answers: { amount: 0 } },
    ],
  },
  {
    title: 'debt that is written off lapses, and can no longer be reversed',
    day: '2026-02-01',
    given: [monthly(5), used(20, { id: 'run', at: 'd1' })],
    steps: [
      { shows: { available: -15, debt: 15 } },
      {
        when: writeOff('run'),
        answers: { amount: 15, writtenOff: [{ consumptionId: 'run', amount: 15 }] },
        shows: { available: 0, debt: 0, lapsed: [{ type: 'Written off', amount: 15 }] },
      },
      { when: reverse('run', 6), refused: ['NOTHING_TO_REVERSE', { remaining: 5 }] },
      { when: reverse('run'), shows: { available: 5 } },
    ],
  },
  {
    title: 'what changes no figures answers them as they are',
    day: '2026-02-01',
    given: [monthly(10), spend(4)],
    steps: [
      { when: writeOff(), answers: { amount: 0, balanceAfter: 6 } },
      { when: promo(5, { id: 'later', from: 'd5', until: 'd9' }), answers: { balanceAfter: 6 } },
      { when: voidLot('grant:later'), answers: { amount: 5, balanceAfter: 6 } },
      {
        when: voidLot('grant:later'),
        answers: { amount: 0, balanceAfter: 6 },
        shows: { available: 6 },
      },
    ],
  },
];
