import { monthly, purchased } from '../lots.ts';
import { policy } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { spend, used } from '../usage.ts';

const march = [monthly(500, { id: 'march', until: 'end of month' }), spend(420)];
const april = monthly(500, { id: 'april', until: 'end of month' });
const steps97 = [
  { at: 'd2', when: spend(50) },
  { at: 'd3', when: spend(10) },
  { at: 'd4', when: purchased(50, { id: 'second' }) },
  { at: 'd5', when: spend(10), shows: { lots: { first: 30, second: 50 } } },
];

/** Usage that is learned of later. */
export const lateUsage: readonly Scenario[] = [
  {
    title: 'scenario 94 (D11): usage of last month’s end, ten minutes late, is paid by that month',
    day: '2026-03-01',
    zone: 'Europe/Berlin',
    given: march,
    steps: [
      { at: '2026-04-01', when: april, shows: { lots: { march: { expired: 80 } } } },
      {
        at: '2026-04-01 00:10',
        when: used(30, { at: '2026-03-31 23:58' }),
        answers: {
          slices: [{ lotId: 'march', amount: 30 }],
          reopened: [{ amount: 30 }],
          flags: [],
        },
        shows: {
          lots: { march: { used: 450, expired: 50 }, april: 500 },
          available: 500,
          cards: ['2026-04 0/0 current', '2026-03 450/2', '2026-02 0/0', '2026-01 0/0'],
          lapsed: [
            { type: 'Reopened', amount: 30, occurredAt: '2026-04-01' },
            { type: 'Expired', amount: -80, occurredAt: '2026-04-01' },
          ],
        },
      },
    ],
  },
  {
    title:
      'scenario 96 (D11): the same five days late is paid by April, flagged, and in April’s card',
    day: '2026-03-01',
    zone: 'Europe/Berlin',
    given: march,
    steps: [
      { at: '2026-04-01', when: april },
      {
        at: '2026-04-05',
        when: used(30, { at: '2026-03-31 23:58' }),
        answers: { flags: ['LATE'], reopened: [] },
        shows: {
          lots: { march: { expired: 80 }, april: 470 },
          usage: [
            {
              amount: -30,
              flags: ['LATE'],
              occurredAt: '2026-03-31 23:58',
              recordedAt: '2026-04-05',
              filedMonth: '2026-04',
            },
            { amount: -420, filedMonth: '2026-03' },
          ],
          cards: ['2026-04 30/1 current', '2026-03 420/1', '2026-02 0/0', '2026-01 0/0'],
        },
      },
    ],
  },
  {
    title: 'scenario 97 (D11): backdated usage takes what was there then, the rest from today',
    day: '2028-06-01',
    given: [purchased(100, { id: 'first' })],
    steps: [
      ...steps97,
      {
        when: used(50, { at: 'd2' }),
        answers: {
          slices: [
            { lotId: 'first', amount: 30 },
            { lotId: 'second', amount: 20 },
          ],
          flags: ['FUNDED_OUT_OF_PERIOD'],
          debt: 0,
        },
        shows: { available: 30, lots: { first: 0, second: 30 } },
      },
    ],
  },
  {
    title: 'scenario 97 (D11), more than there is: the rest is debt',
    day: '2028-06-06',
    given: [purchased(100, { id: 'first' })],
    steps: [
      ...steps97,
      {
        when: used(100, { at: 'd2' }),
        answers: { debt: 20, flags: ['FUNDED_OUT_OF_PERIOD', 'OVERDRAWN'] },
        shows: { available: -20, debt: 20, lots: { first: 0, second: 0 } },
      },
    ],
  },
  {
    title: 'scenario 97 (D11), strictUsage: what was not there then is refused, either way',
    day: '2028-06-11',
    given: [policy({ strictUsage: true }), purchased(100, { id: 'first' })],
    steps: [
      ...steps97,
      {
        when: used(50, { at: 'd2' }),
        refused: ['INSUFFICIENT_CREDITS', { available: 30, needed: 50, shortfall: 20 }],
      },
      {
        when: used(100, { at: 'd2' }),
        refused: ['INSUFFICIENT_CREDITS', { available: 30, needed: 100, shortfall: 70 }],
        shows: { available: 80 },
      },
    ],
  },
  {
    title: 'scenario 108 (P08): usage of 22:30 UTC on the last day of March is of April in Berlin',
    day: '2025-03-31',
    zone: 'Europe/Berlin',
    given: [purchased(100)],
    steps: [
      {
        at: '2025-03-31T22:30:00Z',
        when: spend(10),
        answers: { occurredAt: 'd2 00:30' },
        shows: {
          cards: ['2025-04 10/1 current', '2025-03 0/0', '2025-02 0/0', '2025-01 0/0'],
          usage: [{ filedMonth: '2025-04', occurredAt: '2025-04-01 00:30' }],
        },
      },
    ],
  },
];
