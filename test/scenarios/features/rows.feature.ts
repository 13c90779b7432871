import { adminGrant, promo, purchased, trial } from '../lots.ts';
import { add } from '../members.ts';
import type { Scenario } from '../scenario.ts';
import { reverse, spend } from '../usage.ts';

const fair = { type: 'event', id: '4711', name: 'Autumn fair' };
const gala = { type: 'event', id: '4712', name: 'Gala' };

/** What rows of the history say. */
export const rows: readonly Scenario[] = [
  {
    title: 'P14, P15, P16, P17, P18, P19, P20: a row of usage says what, whose, when, and for what',
    day: '2028-10-01',
    given: [add('ann'), purchased(100)],
    steps: [
      {
        at: 'd1 09:30',
        when: spend(12, { action: 'photo.processing', by: 'ann', resource: fair }),
      },
      {
        at: 'd2 17:05',
        when: spend(1, { action: 'image.rotation', resource: gala }),
        shows: {
          usage: [
            {
              type: 'Usage',
              underlyingType: 'image.rotation',
              amount: -1,
              resource: gala,
              user: 'System',
              occurredAt: 'd2 17:05',
            },
            {
              type: 'Usage',
              underlyingType: 'photo.processing',
              amount: -12,
              resource: fair,
              user: 'ann',
              memberId: 'ann',
              occurredAt: 'd1 09:30',
            },
          ],
        },
      },
    ],
  },
  {
    title: 'P35: all events draw on one pool, and each spend is of one event',
    day: '2026-02-01',
    given: [
      purchased(100),
      spend(30, { resource: fair }),
      spend(20, { resource: gala }),
      spend(10, { resource: fair }),
    ],
    steps: [
      {
        shows: {
          available: 40,
          usage: [
            { amount: -10, resource: fair },
            { amount: -20, resource: gala },
            { amount: -30, resource: fair },
          ],
        },
      },
    ],
  },
  {
    title: 'P22, P23, P24, P25, P26: every kind of addition is listed, positive, when it was added',
    day: '2028-10-05',
    given: [promo(5), trial(7), spend(12, { id: 'run' })],
    steps: [
      { at: 'd2', when: adminGrant(30, { reason: 'goodwill' }) },
      { at: 'd3', when: reverse('run', 4) },
      {
        at: 'd4',
        when: purchased(100, {
          salesReference: 'S-1',
          payment: { gateway: 'stripe', paymentId: 'pay_1', orderId: 'o-1' },
          bonus: 10,
        }),
        shows: {
          purchase: [
            { type: 'Free Credits', amount: 10, occurredAt: 'd4', lotId: 'purchased/bonus' },
            {
              type: 'Purchase',
              amount: 100,
              occurredAt: 'd4',
              salesReference: 'S-1',
              payment: { gateway: 'stripe', paymentId: 'pay_1', orderId: 'o-1' },
            },
            { type: 'Refund', amount: 4, occurredAt: 'd3', consumptionId: 'run' },
            { type: 'Admin Grant', amount: 30, occurredAt: 'd2', reason: 'goodwill' },
            { type: 'Free Credits', amount: 7, occurredAt: 'd1', underlyingType: 'trial' },
            { type: 'Free Credits', amount: 5, occurredAt: 'd1', underlyingType: 'promo' },
          ],
        },
      },
    ],
  },
  {
    title: 'R07, R08, R09, R10: a row has date and time, type, sales number and signed amount',
    day: '2028-10-10',
    owner: 'person',
    given: [],
    steps: [
      { at: '08:15:30', when: purchased(50, { salesReference: 'SO-2026-17' }) },
      {
        at: '21:40:05',
        when: spend(1.25, { action: 'image.generation' }),
        shows: {
          all: [
            {
              occurredAt: '21:40:05',
              type: 'Usage',
              underlyingType: 'image.generation',
              amount: -1.25,
              salesReference: '',
            },
            {
              occurredAt: '08:15:30',
              type: 'Purchase',
              underlyingType: 'purchased',
              amount: 50,
              salesReference: 'SO-2026-17',
            },
          ],
          balance: 48.75,
        },
      },
    ],
  },
];
