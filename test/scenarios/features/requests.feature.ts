import { calledBy } from '../action.ts';
import { purchased } from '../lots.ts';
import { add, approve, approveAll, remove, request } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { hold, spend } from '../usage.ts';

const ada = { role: 'admin', subject: 'ada' } as const;
const threeAsk = [request('r1', 'ann', 60), request('r2', 'bob', 50), request('r3', 'cy', 40)];

/** Members ask, admins decide. */
export const requests: readonly Scenario[] = [
  {
    title: 'scenario 38 (V27, I11): the request of a deleted user is cancelled, and the badge goes',
    day: '2026-02-01',
    given: [add('ann'), purchased(1000)],
    steps: [
      {
        when: request('r1', 'ann', 200),
        shows: { requests: { badge: 1, requested: 200, remaining: 800 } },
      },
      {
        when: calledBy(ada, remove('ann')),
        answers: { cancelledRequestIds: ['r1'], returned: 0 },
        shows: {
          requests: {
            badge: 0,
            requested: 0,
            pending: [],
            cancelled: [{ requestId: 'r1', amount: 200, cancellationCause: 'MEMBER_REMOVED' }],
          },
        },
      },
      {
        when: approve('r1'),
        refused: [
          'REQUEST_DECIDED',
          { requestId: 'r1', decision: 'CANCELLED', decidedBy: { type: 'ADMIN', id: 'ada' } },
        ],
        shows: { pool: 1000, members: { ann: { personal: 0 } } },
      },
      { when: spend(1, { by: 'ann' }), refused: ['MEMBER_REMOVED', { memberId: 'ann' }] },
      {
        when: hold('h', 1, { by: 'ann', until: '12:00' }),
        refused: ['MEMBER_REMOVED', { memberId: 'ann' }],
      },
    ],
  },
  {
    title:
      'scenario 39 (V16, V20, V21, V25): 200 is asked for and approved as 120, by whom is shown',
    day: '2026-02-01',
    given: [add('ann'), purchased(1000)],
    steps: [
      {
        when: request('r1', 'ann', 200, 'for the autumn fair'),
        answers: { request: { status: 'PENDING', amount: 200, note: 'for the autumn fair' } },
      },
      {
        when: calledBy(ada, approve('r1', 120)),
        answers: {
          approved: { memberId: 'ann', requestedAmount: 200, approvedAmount: 120 },
          summary: { available: 1000, total: 120, remaining: 880 },
          decidedBy: { type: 'ADMIN', id: 'ada' },
        },
        shows: {
          members: { ann: { personal: 120, shared: 880 } },
          pool: 880,
          requests: {
            badge: 0,
            pending: [],
            approved: [
              {
                memberId: 'ann',
                amount: 200,
                approvedAmount: 120,
                decidedBy: { type: 'ADMIN', id: 'ada' },
                decidedAt: 'd1',
              },
            ],
          },
        },
      },
    ],
  },
  {
    title:
      'scenario 40 (V23, V24): all together are refused by the shortfall, or those that fit pass',
    day: '2026-02-01',
    given: [add('ann'), add('bob'), add('cy'), purchased(100), ...threeAsk],
    steps: [
      { shows: { requests: { badge: 3, available: 100, requested: 150, remaining: -50 } } },
      {
        when: approveAll(),
        refused: ['POOL_TOO_SMALL', { available: 100, needed: 150, shortfall: 50 }],
        shows: { pool: 100, requests: { badge: 3 } },
      },
      {
        when: approveAll({ bestEffort: true }),
        answers: {
          approved: [
            { requestId: 'r1', approvedAmount: 60 },
            { requestId: 'r3', approvedAmount: 40 },
          ],
          leftPendingIds: ['r2'],
        },
        shows: {
          pool: 0,
          members: { ann: { personal: 60 }, bob: { personal: 0 }, cy: { personal: 40 } },
          requests: { badge: 1, requested: 50, remaining: -50, pending: [{ requestId: 'r2' }] },
        },
      },
    ],
  },
];
