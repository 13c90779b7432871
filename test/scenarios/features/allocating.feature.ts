import { calledBy } from '../action.ts';
import { promo, purchased } from '../lots.ts';
import { add, allocate, allocateAmounts, policy, recall, remove, request } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { spend } from '../usage.ts';

const four = [add('ann'), add('bob'), add('cy'), add('dee')];

/** Who allocates, to whom, and back. */
export const allocating: readonly Scenario[] = [
  {
    title: 'V03, V04, V12: the same for all, and the same for those who were selected',
    day: '2026-02-01',
    given: [...four, purchased(1000), remove('dee')],
    steps: [
      {
        when: allocate(10, 'all'),
        answers: {
          shares: [{ memberId: 'ann' }, { memberId: 'bob' }, { memberId: 'cy' }],
          summary: { total: 30 },
        },
      },
      {
        when: allocate(5, ['cy', 'ann']),
        answers: { shares: [{ memberId: 'ann' }, { memberId: 'cy' }], summary: { total: 10 } },
        shows: {
          members: { ann: { personal: 15 }, bob: { personal: 10 }, cy: { personal: 15 } },
          pool: 960,
        },
      },
    ],
  },
  {
    title: 'V03: all, where there is nobody, is accepted, says the pool and changes nothing',
    day: '2026-02-01',
    given: [purchased(1000), spend(40)],
    steps: [
      {
        when: allocate(10, 'all'),
        answers: {
          allocationId: '',
          shares: [],
          summary: { available: 960, total: 0, remaining: 960 },
        },
        shows: { pool: 960 },
      },
    ],
  },
  {
    title: 'D20: where members spend from the pool alone nobody asks for credit of its own',
    day: '2026-02-01',
    policies: { memberFunding: 'MEMBER_FUNDING_POOLED' },
    given: [add('ann'), purchased(1000)],
    steps: [
      {
        when: request('r1', 'ann', 10),
        refused: ['ALLOCATION_NOT_USED', { memberFunding: 'POOLED' }],
        shows: { requests: { badge: 0 } },
      },
    ],
  },
  {
    title: 'D1: kinds of which a change of ranks says nothing keep theirs',
    day: '2026-02-01',
    given: [
      policy({ ranks: [{ kind: 'LOT_KIND_ROLLOVER', rank: 38 }] }),
      policy({ ranks: [{ kind: 'LOT_KIND_PROMO', rank: 31 }] }),
      promo(10),
      purchased(10),
    ],
    steps: [
      {
        when: policy({ ranks: [{ kind: 'LOT_KIND_TRIAL', rank: 3 }] }),
        answers: {
          from: {
            ranks: [
              { kind: 'PROMO', rank: 31 },
              { kind: 'ROLLOVER', rank: 38 },
            ],
          },
        },
      },
      { when: spend(10), answers: { slices: [{ lotId: 'purchased', amount: 10 }] } },
    ],
  },
  {
    title: 'V10: each user may get another amount, in one confirmation each or all at once',
    day: '2026-02-01',
    given: [...four, purchased(1000)],
    steps: [
      { when: allocate(50, ['ann']), shows: { members: { ann: { personal: 50 } } } },
      { when: allocate(70, ['bob']), shows: { members: { bob: { personal: 70 } } } },
      {
        when: allocateAmounts({ cy: 5, dee: 2.5 }),
        answers: { summary: { available: 880, total: 7.5, remaining: 872.5 } },
        shows: { members: { cy: { personal: 5 }, dee: { personal: 2.5 } } },
      },
    ],
  },
  {
    title: 'V01: only an admin allocates',
    day: '2026-02-01',
    given: [add('ann'), purchased(100)],
    steps: [
      ...(['service', 'finance', 'operator', 'auditor'] as const).map((role) => ({
        when: calledBy(role, allocate(10, ['ann'])),
        refused: ['PERMISSION_DENIED'] as const,
      })),
      {
        when: calledBy({ role: 'member', subject: 'ann' }, allocate(10, ['ann'])),
        refused: ['PERMISSION_DENIED'],
        shows: { pool: 100 },
      },
      { when: calledBy('admin', allocate(10, ['ann'])), shows: { pool: 90 } },
    ],
  },
  {
    title: 'R19, R21: members are listed, and one who joins spends from the organisation’s credit',
    day: '2026-02-01',
    given: [purchased(100), add('ann')],
    steps: [
      { when: spend(30, { by: 'ann' }), shows: { members: { ann: { personal: 0, shared: 70 } } } },
      { when: add('bob'), shows: { team: [{ memberId: 'bob' }, { memberId: 'ann' }] } },
      { when: spend(20, { by: 'bob' }), shows: { available: 50 } },
    ],
  },
  {
    title: 'D19: what is allocated keeps its lot, and what is recalled goes back in reverse order',
    day: '2026-02-01',
    given: [add('ann'), promo(30), purchased(100), allocate(50, ['ann'])],
    steps: [
      {
        shows: { lots: { promo: { pool: 0, pockets: 30 }, purchased: { pool: 80, pockets: 20 } } },
      },
      {
        when: recall('ann', 25),
        answers: {
          slices: [
            { lotId: 'purchased', amount: 20 },
            { lotId: 'promo', amount: 5 },
          ],
        },
        shows: { members: { ann: { personal: 25, shared: 105 } } },
      },
      {
        when: recall('ann', 26),
        refused: ['POCKET_TOO_SMALL', { available: 25, needed: 26, shortfall: 1 }],
      },
      {
        when: policy({ memberFunding: 'MEMBER_FUNDING_POOLED' }),
        answers: { returned: 25 },
        shows: { pool: 130 },
      },
      {
        when: allocate(1, ['ann']),
        refused: ['ALLOCATION_NOT_USED', { memberFunding: 'POOLED' }],
      },
    ],
  },
];
