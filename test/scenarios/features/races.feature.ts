import { calledBy } from '../action.ts';
import { purchased } from '../lots.ts';
import { add, approve, reject, request } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { spend } from '../usage.ts';

const anna = { role: 'admin', subject: 'anna' } as const;
const bert = { role: 'admin', subject: 'bert' } as const;
const short = (available: number, needed: number) =>
  ['INSUFFICIENT_CREDITS', { available, needed, shortfall: needed - available }] as const;

/** What happens at the same time. */
export const races: readonly Scenario[] = [
  {
    title: 'scenario 41 (I9): of an approval and a rejection one wins, and the other hears of it',
    day: '2026-02-01',
    given: [add('ann'), purchased(1000), request('r1', 'ann', 200)],
    steps: [
      {
        race: {
          accepted: 1,
          racers: [
            {
              when: calledBy(anna, approve('r1')),
              refused: [
                'REQUEST_DECIDED',
                { decision: 'REJECTED', decidedBy: { type: 'ADMIN', id: 'bert' } },
              ],
              shows: { pool: 800, members: { ann: { personal: 200 } }, requests: { badge: 0 } },
            },
            {
              when: calledBy(bert, reject('r1')),
              refused: [
                'REQUEST_DECIDED',
                { decision: 'APPROVED', decidedBy: { type: 'ADMIN', id: 'anna' } },
              ],
              shows: { pool: 1000, members: { ann: { personal: 0 } }, requests: { badge: 0 } },
            },
          ],
        },
      },
    ],
  },
  {
    title: 'scenario 60 (I4): of two spends of 60 from 100 one is refused, with 40 left',
    day: '2026-02-01',
    given: [purchased(100)],
    steps: [
      {
        race: {
          accepted: 1,
          racers: [
            { when: spend(60, { id: 'a' }), refused: short(40, 60) },
            { when: spend(60, { id: 'b' }), refused: short(40, 60) },
          ],
        },
        shows: { available: 40, usage: [{ amount: -60, balanceAfter: 40 }] },
      },
    ],
  },
  {
    title: 'scenario 61 (I4): of ten spends of 15 from 100 six are accepted',
    day: '2026-02-01',
    given: [purchased(100)],
    steps: [
      {
        race: {
          accepted: 6,
          racers: Array.from({ length: 10 }, () => ({
            when: spend(15),
            refused: short(10, 15),
          })),
        },
        shows: {
          available: 10,
          usage: [10, 25, 40, 55, 70, 85].map((balanceAfter) => ({ amount: -15, balanceAfter })),
        },
      },
    ],
  },
];
