import { calledBy } from '../action.ts';
import { purchased } from '../lots.ts';
import {
  add,
  allocate,
  approve,
  approveAll,
  reject,
  rejectAll,
  request,
  withdraw,
} from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { spend } from '../usage.ts';

const ada = { role: 'admin', subject: 'ada' } as const;
const threeAsk = [request('r1', 'ann', 60), request('r2', 'bob', 50), request('r3', 'cy', 40)];

/** What admins see and decide, and what members may do. */
export const deciding: readonly Scenario[] = [
  {
    title: 'V18, V19, V22, V26: three sections say who asked for how much, and who said no',
    day: '2026-02-01',
    given: [add('ann'), add('bob'), add('cy'), purchased(500), ...threeAsk],
    steps: [
      { when: calledBy(ada, reject('r2')), answers: { rejected: { memberId: 'bob', amount: 50 } } },
      {
        when: approve('r3'),
        shows: {
          requests: {
            badge: 1,
            pending: [{ requestId: 'r1', memberId: 'ann', amount: 60, status: 'PENDING' }],
            approved: [{ requestId: 'r3', memberId: 'cy', approvedAmount: 40 }],
            rejected: [
              {
                requestId: 'r2',
                memberId: 'bob',
                amount: 50,
                decidedBy: { type: 'ADMIN', id: 'ada' },
              },
            ],
          },
        },
      },
      {
        when: reject('r3'),
        refused: [
          'REQUEST_DECIDED',
          { decision: 'APPROVED', decidedBy: { type: 'ADMIN', id: 'admin' }, decidedAt: 'd1' },
        ],
      },
    ],
  },
  {
    title: 'V23: approve all and reject all take every pending request',
    day: '2026-02-01',
    given: [add('ann'), add('bob'), add('cy'), purchased(500), ...threeAsk],
    steps: [
      {
        when: approveAll(),
        answers: {
          approved: [{ requestId: 'r1' }, { requestId: 'r2' }, { requestId: 'r3' }],
          summary: { available: 500, total: 150, remaining: 350 },
        },
        shows: { requests: { badge: 0 }, pool: 350 },
      },
      { when: request('r4', 'ann', 10) },
      { when: request('r5', 'bob', 10) },
      {
        when: rejectAll(),
        answers: { rejected: [{ requestId: 'r4' }, { requestId: 'r5' }] },
        shows: { requests: { badge: 0, rejected: [{ requestId: 'r5' }, { requestId: 'r4' }] } },
      },
      { when: rejectAll(), answers: { rejected: [] }, shows: { pool: 350 } },
    ],
  },
  {
    title: 'V13, V14: an admin sees what a user asked for before, and what it has used',
    day: '2026-02-01',
    given: [
      add('ann'),
      add('bob'),
      purchased(500),
      request('r1', 'ann', 60),
      request('r2', 'bob', 10),
      request('r3', 'ann', 30),
      reject('r1'),
      allocate(30, ['ann']),
      spend(12.5, { by: 'ann' }),
    ],
    steps: [
      {
        shows: {
          requestsOf: {
            ann: [
              { requestId: 'r3', amount: 30, status: 'PENDING' },
              { requestId: 'r1', amount: 60, status: 'REJECTED' },
            ],
          },
          history: {
            ann: [
              { type: 'Usage', amount: -12.5, pocketAmount: -12.5 },
              { type: 'Allocated', amount: 0, pocketAmount: 30 },
            ],
            bob: [],
          },
        },
      },
    ],
  },
  {
    title: 'a member asks for itself alone, and takes back what is its own',
    day: '2026-02-01',
    given: [add('ann'), add('bob'), purchased(100), request('r1', 'ann', 60)],
    steps: [
      {
        when: calledBy({ role: 'member', subject: 'bob' }, request('r2', 'ann', 5)),
        refused: ['PERMISSION_DENIED'],
      },
      { when: withdraw('r1', 'bob'), refused: ['REQUEST_NOT_FOUND', { requestId: 'r1' }] },
      {
        when: withdraw('r1', 'ann'),
        shows: { requests: { badge: 0, cancelled: [{ cancellationCause: 'WITHDRAWN' }] } },
      },
      {
        when: approve('r1'),
        refused: [
          'REQUEST_DECIDED',
          { decision: 'CANCELLED', decidedBy: { type: 'USER', id: 'ann' } },
        ],
      },
    ],
  },
];
