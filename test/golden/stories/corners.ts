import type { Actor } from '#eventsourcing';
import {
  capture,
  consume,
  grant,
  hold,
  open,
  purchase,
  record,
  reverse,
} from '../../faults/wallet-commands.ts';
import { hour, type Story } from './story.ts';

const APP: Actor = { type: 'SERVICE', id: 'studio-app' };
const ANN: Actor = { type: 'USER', id: 'ann' };

const priced = { action: 'picture', quantities: { photos: '3' }, amount: undefined };
const large = { size: 'large', mode: 'new' };

/** What is rare: every cause, every flag, every way in which nothing changes, prices of a card. */
export const corners: Story = {
  name: 'corners',
  steps: [
    [0, open({ timeZone: 'America/New_York', policies: { memberFunding: 'ALLOCATED_ONLY' } })],
    [0, { type: 'AllocateSameAmount', amount: '5', memberIds: 'ALL' }],
    [0, { type: 'WriteOffDebt' }],
    [0, { type: 'RejectAllRequests', reason: 'none' }],
    [0, { type: 'ChangePolicy', policies: { memberFunding: 'ALLOCATED_ONLY' } }],
    [0, { type: 'AddMember', memberId: 'ann', role: 'editor' }],
    [0, { type: 'AddMember', memberId: 'bob', role: 'viewer' }],
    [0, { type: 'RecallAllocation', memberId: 'ann' }],
    [
      0,
      purchase('p1', '100', {
        payment: { gateway: 'stripe', paymentId: 'pi_1', orderId: 'o_1' },
        end: { after: 'P1Y' },
        rank: 5,
      }),
      APP,
    ],
    [
      0,
      grant('monthly', '60', {
        kind: 'MONTHLY',
        cost: { currency: 'EUR', minorUnits: '600' },
        source: { type: 'plan', id: 'basic', periodStart: hour(0) },
        end: { at: hour(40) },
      }),
    ],
    [0, purchase('ahead', '30', { effectiveAt: hour(20), salesReference: 'SO-9' })],
    [0, grant('never', '10', { effectiveAt: hour(90), kind: 'TRIAL' })],
    [0, grant('past', '10', { effectiveAt: hour(-48), end: { at: hour(-24) }, kind: 'ROLLOVER' })],
    [1, { type: 'VoidLot', lotId: 'grant:never' }],
    [1, { type: 'SetCap', target: { type: 'ORGANISATION' }, window: 'MONTH', amount: '400' }],
    [
      1,
      { type: 'SetCap', target: { type: 'MEMBER', memberId: 'ann' }, window: 'WEEK', amount: '90' },
    ],
    [
      1,
      { type: 'SetCap', target: { type: 'MEMBER', memberId: 'bob' }, window: 'TOTAL', amount: '5' },
    ],
    [
      1,
      {
        type: 'SetCap',
        target: { type: 'MEMBER', memberId: 'bob' },
        window: 'TOTAL',
        amount: null,
      },
    ],
    [2, { type: 'AllocateCredits', amounts: { ann: '50', bob: '20' } }],
    [2, { type: 'RequestCredits', requestId: 'r1', memberId: 'ann', amount: '900' }, ANN],
    [2, { type: 'ApproveAllRequests', bestEffort: true }],
    [2, { type: 'RequestCredits', requestId: 'r2', memberId: 'bob', amount: '3', note: 'Bob €' }],
    [2, { type: 'ApproveAllRequests', bestEffort: true }],
    [3, consume('c1', '0', { ...priced, settings: large, memberId: 'ann' }), APP],
    [3, consume('free', '0', { action: 'revert', amount: undefined, memberId: 'ann' }), ANN],
    [3, record('free2', '0', { action: 'revert', amount: undefined, occurredAt: hour(2) })],
    [4, hold('h1', '0', { ...priced, deadline: hour(5), memberId: 'bob' })],
    [4, hold('h2', '4', { deadline: hour(10), resource: { type: 'film', id: 'f1' } })],
    [4, capture('h2', 'k1')],
    [4, capture('h2', 'k1')],
    [5.5, hold('h3', '6', { deadline: hour(20), memberId: 'bob', overCapture: 'CAP' })],
    [6, capture('h3', 'k2', { amount: '2', keepOpen: true })],
    [6, { type: 'RemoveMember', memberId: 'bob' }],
    [7, capture('h3', 'k3', { amount: '9' })],
    [8, { type: 'AddMember', memberId: 'bob', role: 'editor' }],
    [8, { type: 'RequestCredits', requestId: 'r3', memberId: 'bob', amount: '3' }],
    [9, { type: 'RemoveMember', memberId: 'bob' }],
    [21, { type: 'ChangePolicy', policies: { overdraftLimit: '15', ranks: { MONTHLY: 3 } } }],
    [21, consume('m1', '8')],
    [30, hold('h4', '7', { deadline: hour(45) })],
    [46, consume('m2', '5')],
    [47, record('late1', '2', { occurredAt: hour(39) })],
    [47, reverse('m1', '5')],
    [48, { type: 'ChangePolicy', policies: { expiredReversal: { reissueDays: 3 } } }],
    [48, reverse('m1', '1.25')],
    [
      49,
      { type: 'SetCap', target: { type: 'MEMBER', memberId: 'ann' }, window: 'WEEK', amount: '1' },
    ],
    [49, record('over1', '60', { occurredAt: hour(48.5), memberId: 'ann' })],
    [59, grant('more', '120', { kind: 'ADMIN_GRANT' })],
    [60, consume('c2', '0', { ...priced, quantities: {}, memberId: undefined })],
    [130, record('late2', '1', { occurredAt: hour(40) })],
    [131, hold('h5', '6', { deadline: hour(140), overCapture: 'OVERFLOW' })],
    [132, capture('h5', 'k5', { amount: '96' })],
    [133, reverse('k5', '10')],
    [
      134,
      { type: 'ChangePolicy', policies: { memberFunding: 'POOLED', debtSettledByPromo: true } },
    ],
    [135, grant('gift', '4', { reason: 'sorry' })],
    [136, { type: 'WriteOffDebt', reason: 'all of it' }],
    [137, grant('gift2', '4', { kind: 'ADD_ON', restrictedTo: ['video'] })],
    [138, grant('short', '20', { end: { at: hour(150) } })],
    [139, hold('h6', '5', { deadline: hour(155) })],
    [139, consume('m3', '3')],
    [152, { type: 'ReleaseHold', holdId: 'h6' }],
    [153, { type: 'ChangePolicy', policies: { expiredReversal: 'FORFEIT' } }],
    [153, reverse('m3')],
    [156, grant('new', '500', { kind: 'ADMIN_GRANT' })],
    [157, record('early', '300', { occurredAt: hour(155) })],
  ],
};
