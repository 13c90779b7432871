import { adminGrant, purchased } from '../lots.ts';
import { add, allocate, remove } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { spend } from '../usage.ts';

const four = [add('ann'), add('bob'), add('cy'), add('dee')];
const names = ['ann', 'bob', 'cy', 'dee'];

/** Pool and pockets. */
export const allocation: readonly Scenario[] = [
  {
    title: 'scenario 33 (V02, V05): 150 each to four, summed up before and after',
    day: '2026-02-01',
    given: [...four, purchased(1000)],
    steps: [
      {
        // Every command is asked as a dry run first, which says the same: that is the summary.
        when: allocate(150, names),
        answers: {
          summary: { available: 1000, total: 600, remaining: 400 },
          shares: [
            {
              memberId: 'ann',
              amount: 150,
              slices: [{ lotId: 'purchased', memberId: 'ann', amount: 150 }],
            },
            { memberId: 'bob', amount: 150 },
            { memberId: 'cy', amount: 150 },
            { memberId: 'dee', amount: 150 },
          ],
        },
        shows: {
          pool: 400,
          available: 1000,
          members: {
            ann: { personal: 150, shared: 400 },
            dee: { personal: 150, shared: 400 },
          },
        },
      },
    ],
  },
  {
    title: 'scenario 34 (V07): more than the company has is not allocated at all',
    day: '2026-02-01',
    given: [...four, purchased(500)],
    steps: [
      {
        when: allocate(150, names),
        refused: ['POOL_TOO_SMALL', { available: 500, needed: 600, shortfall: 100 }],
        shows: { pool: 500, members: { ann: { personal: 0 }, dee: { personal: 0 } } },
      },
    ],
  },
  {
    title: 'scenario 35 (V15): what a deleted user has not used returns to the company',
    day: '2026-02-01',
    given: [...four, purchased(1000), allocate(150, names), spend(40, { by: 'ann' })],
    steps: [
      {
        when: remove('ann'),
        answers: { returned: 110, cancelledRequestIds: [] },
        shows: {
          pool: 510,
          available: 960,
          team: [
            { memberId: 'dee', pocket: 150 },
            { memberId: 'cy' },
            { memberId: 'bob' },
            { memberId: 'ann', pocket: 0, removedAt: 'd1' },
          ],
        },
      },
      { when: spend(1, { by: 'ann' }), refused: ['MEMBER_REMOVED', { memberId: 'ann' }] },
      { when: allocate(1, ['ann']), refused: ['MEMBER_REMOVED', { memberId: 'ann' }] },
    ],
  },
  {
    title: 'scenario 43 (R03, R04, D20): the personal balance is spent before the shared one',
    day: '2026-02-01',
    given: [add('ann'), purchased(636), allocate(136, ['ann'])],
    steps: [
      { shows: { members: { ann: { personal: 136, shared: 500 } } } },
      {
        when: spend(140, { by: 'ann' }),
        answers: {
          slices: [
            { lotId: 'purchased', memberId: 'ann', amount: 136 },
            { lotId: 'purchased', amount: 4 },
          ],
        },
        shows: { members: { ann: { personal: 0, shared: 496 } } },
      },
      { when: spend(0.5, { by: 'ann' }), shows: { members: { ann: { shared: 495.5 } } } },
    ],
  },
  {
    title: 'scenario 44 (D20): pocket, then pool',
    day: '2026-02-01',
    given: [add('ann'), adminGrant(300), allocate(100, ['ann'])],
    steps: [
      { shows: { pool: 200 } },
      {
        when: spend(130, { by: 'ann' }),
        shows: { members: { ann: { personal: 0, shared: 170 } }, pool: 170 },
      },
    ],
  },
  {
    title: 'scenario 44 (D20), ALLOCATED_ONLY: a member spends what was allocated to it, no more',
    day: '2026-02-01',
    policies: { memberFunding: 'MEMBER_FUNDING_ALLOCATED_ONLY' },
    given: [add('ann'), adminGrant(300), allocate(100, ['ann'])],
    steps: [
      {
        when: spend(130, { by: 'ann' }),
        refused: ['INSUFFICIENT_CREDITS', { available: 100, needed: 130, shortfall: 30 }],
        shows: { pool: 200, members: { ann: { personal: 100 } } },
      },
      { when: spend(100, { by: 'ann' }), shows: { members: { ann: { personal: 0 } }, pool: 200 } },
    ],
  },
];
