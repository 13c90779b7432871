import { keyed } from '../action.ts';
import { promo, purchased } from '../lots.ts';
import { add, cap, close, remove } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { hold, spend, used } from '../usage.ts';

const reused = ['IDEMPOTENCY_KEY_REUSED', { idempotencyKey: 'k' }] as const;

/** What is sent twice, too late, or for nobody. */
export const repeats: readonly Scenario[] = [
  {
    title:
      'scenario 62 (D10, I12): the same key and request are done once, another request refused',
    day: '2026-02-01',
    given: [purchased(100)],
    steps: [
      { when: keyed('k', spend(30)), answers: { balanceAfter: 70 }, shows: { available: 70 } },
      { when: keyed('k', spend(30)), answers: { balanceAfter: 70 }, shows: { available: 70 } },
      { when: keyed('k', spend(31)), refused: reused, shows: { available: 70 } },
      { when: keyed('k', cap('organisation', 'DAY', 5)), refused: reused },
    ],
  },
  {
    title: 'scenario 64 (D10): an answer is replayed as it was, whatever has come and gone since',
    day: '2028-01-14',
    given: [promo(20, { until: '12:00' }), purchased(50)],
    steps: [
      {
        when: keyed('k', spend(30)),
        answers: {
          slices: [
            { lotId: 'promo', amount: 20 },
            { lotId: 'purchased', amount: 10 },
          ],
          balanceAfter: 40,
        },
      },
      { at: '13:00', when: promo(500, { id: 'later' }), shows: { available: 540 } },
      {
        when: keyed('k', spend(30)),
        answers: {
          slices: [
            { lotId: 'promo', amount: 20 },
            { lotId: 'purchased', amount: 10 },
          ],
          balanceAfter: 40,
          occurredAt: 'd1',
        },
        shows: { available: 540, lots: { later: 500, purchased: 40 } },
      },
    ],
  },
  {
    title: 'scenario 65 (I13, D11): usage older than the acceptance window is refused',
    day: '2028-02-01',
    given: [purchased(100)],
    steps: [
      {
        at: 'd40',
        when: used(10, { at: 'd4 23:59:59' }),
        refused: ['USAGE_TOO_OLD', { oldestAccepted: 'd5' }],
        shows: { available: 100, usage: [] },
      },
      { when: used(10, { at: 'd5' }), answers: { flags: ['LATE'] }, shows: { available: 90 } },
      {
        when: used(10, { at: 'd40 00:05:01' }),
        refused: ['USAGE_IN_FUTURE', { latestAccepted: 'd40 00:05' }],
      },
      {
        when: used(10, { at: 'd40 00:05' }),
        answers: { occurredAt: 'd40', flags: [] },
        shows: { available: 80 },
      },
    ],
  },
  {
    title: 'scenario 68: usage of an unknown member is refused, and the organisation pays nothing',
    day: '2026-02-01',
    given: [add('ann'), purchased(100)],
    steps: [
      { when: spend(10, { by: 'zoe' }), refused: ['MEMBER_NOT_FOUND', { memberId: 'zoe' }] },
      {
        when: used(10, { by: 'zoe', at: 'd1' }),
        refused: ['MEMBER_NOT_FOUND', { memberId: 'zoe' }],
      },
      {
        when: hold('h', 10, { by: 'zoe', until: '12:00' }),
        refused: ['MEMBER_NOT_FOUND', { memberId: 'zoe' }],
        shows: { available: 100, usage: [] },
      },
    ],
  },
  {
    title: 'ids are unique within their wallet for ever',
    day: '2026-02-01',
    given: [add('ann'), purchased(100), promo(10), spend(5, { id: 'c' })],
    steps: [
      { when: spend(5, { id: 'c' }), refused: ['ID_TAKEN', { kind: 'CONSUMPTION', id: 'c' }] },
      { when: promo(10), refused: ['ID_TAKEN', { kind: 'GRANT', id: 'promo' }] },
      { when: purchased(10), refused: ['ID_TAKEN', { kind: 'PURCHASE', id: 'purchased' }] },
      { when: add('ann'), refused: ['ID_TAKEN', { kind: 'MEMBER', id: 'ann' }] },
      { when: hold('h', 5, { until: '12:00' }) },
      {
        when: hold('h', 5, { until: '12:00' }),
        refused: ['ID_TAKEN', { kind: 'HOLD', id: 'h' }],
        shows: { available: 100 },
      },
      { when: close(), refused: ['HOLDS_OPEN', { holdIds: ['h'], count: 1, held: 5 }] },
    ],
  },
  {
    title: 'a closed wallet shows its history and takes nothing more',
    day: '2026-02-01',
    given: [add('ann'), purchased(100), spend(40), remove('ann')],
    steps: [
      {
        when: close(),
        answers: { granted: 100, used: 40, expired: 0, voided: 60, voidedNow: 60 },
        shows: { balance: 0, lapsed: [{ type: 'Voided', amount: -60 }] },
      },
      { when: spend(1), refused: ['WALLET_CLOSED', { closedAt: 'd1' }] },
      { when: purchased(1, { id: 'more' }), refused: ['WALLET_CLOSED'] },
    ],
  },
];
