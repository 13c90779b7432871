import type { Instant } from '#eventsourcing';
import type { WalletCommand } from '#ledger';
import { START } from './installation.ts';
import {
  capture,
  consume,
  grant,
  hold,
  open,
  purchase,
  record,
  reverse,
} from './wallet-commands.ts';

/** A command, and when it is sent. */
export interface Step {
  readonly at: Instant;
  readonly command: WalletCommand;
}

/** An instant some hours after the start. */
export const hour = (hours: number): Instant =>
  Temporal.Instant.from(START)
    .add({ minutes: Math.round(hours * 60) })
    .toString({ fractionalSecondDigits: 9 }) as Instant;

const name = { type: 'picture', id: 'p1', name: 'Grüße aus Köln 🎈' };

/** Commands of every type, by the hour. All are accepted when they are sent in this order. */
const byHour: readonly (readonly [number, WalletCommand])[] = [
  [0, open({ policies: { overdraftLimit: '20' } })],
  [0, grant('promo', '100', { end: { at: hour(30) }, reason: 'Welcome, Ann & "Bob"' })],
  [0, grant('monthly', '200', { kind: 'MONTHLY', end: { endOfLocalMonth: true } })],
  [0, grant('later', '40', { effectiveAt: hour(20), end: { at: hour(60) } })],
  [0, purchase('p1', '500', { bonus: bonus('50'), salesReference: 'SO-1' })],
  [1, { type: 'AddMember', memberId: 'ann', role: 'editor' }],
  [1, { type: 'AddMember', memberId: 'bob', role: 'viewer' }],
  [1, { type: 'AddMember', memberId: 'cyd', role: 'viewer' }],
  [2, { type: 'SetCap', target: { type: 'DEFAULT' }, window: 'DAY', amount: '300' }],
  [2, { type: 'AllocateCredits', amounts: { ann: '60', bob: '30.50' } }],
  [2, { type: 'AllocateSameAmount', amount: '5', memberIds: 'ALL' }],
  [3, { type: 'RequestCredits', requestId: 'r1', memberId: 'ann', amount: '10', note: 'logo' }],
  [3, { type: 'RequestCredits', requestId: 'r2', memberId: 'bob', amount: '11', note: '' }],
  [3, { type: 'RequestCredits', requestId: 'r3', memberId: 'cyd', amount: '12' }],
  [3, { type: 'RequestCredits', requestId: 'r4', memberId: 'cyd', amount: '13' }],
  [4, { type: 'ApproveRequest', requestId: 'r1', amount: '9' }],
  [4, { type: 'RejectRequest', requestId: 'r2', reason: 'not now' }],
  [4, { type: 'WithdrawRequest', requestId: 'r3', memberId: 'cyd' }],
  [5, { type: 'ApproveAllRequests', bestEffort: true }],
  [5, { type: 'RejectAllRequests' }],
  [6, consume('c1', '12.34', { memberId: 'ann', resource: name })],
  [6, consume('c2', '80')],
  [6, consume('c3', '25.01', { memberId: 'bob' })],
  [7, reverse('c1', '2.34')],
  [7, { type: 'RecallAllocation', memberId: 'bob', amount: '1' }],
  [8, hold('h1', '50', { deadline: hour(12), memberId: 'ann' })],
  [8, hold('h2', '30', { deadline: hour(10) })],
  [8, hold('h3', '20', { deadline: hour(20), overCapture: 'OVERFLOW' })],
  [9, capture('h1', 'c4', { amount: '10', keepOpen: true, resource: name })],
  [9, capture('h3', 'c5', { amount: '25' })],
  [9, { type: 'ReleaseHold', holdId: 'h1' }],
  [11, consume('c6', '1.5', { memberId: 'cyd' })],
  [21, consume('c7', '3')],
  [22, { type: 'MoveExpiry', lotId: 'grant:later', end: { at: hour(70) }, reason: 'goodwill' }],
  [31, record('c8', '40', { occurredAt: hour(29), memberId: 'ann' })],
  [32, { type: 'RemoveMember', memberId: 'bob' }],
  [33, { type: 'VoidLot', lotId: 'purchase:p1/bonus', reason: 'mistake' }],
  [34, record('c9', '900')],
  [35, grant('small', '100', { kind: 'ADMIN_GRANT' })],
  [36, { type: 'WriteOffDebt', consumptionId: 'c9', reason: 'settled elsewhere' }],
  [37, { type: 'ChangePolicy', policies: { burnOrder: 'EXPIRY_FIRST', lateWindow: 'PT1H' } }],
  [38, purchase('p2', '75', { restrictedTo: ['image', 'video'] })],
  [39, reverse('c2')],
  [40, consume('c10', '10', { action: 'image' })],
  [80, { type: 'RequestCredits', requestId: 'r5', memberId: 'ann', amount: '1' }],
  [81, { type: 'CloseWallet', reason: 'moved away' }],
];

export const busyWeek: readonly Step[] = byHour.map(([hours, command]) => ({
  at: hour(hours),
  command,
}));

function bonus(amount: string) {
  return { kind: 'PROMO', amount, end: { never: true }, restrictedTo: [] } as const;
}

/** Commands to be sent in any order: those of the week, and some that ask for too much. */
export const anyCommands = [
  ...busyWeek.map(({ command }) => command),
  reverse('c3'),
  reverse('c4', '3'),
  reverse('nothing'),
  consume('c1', '1'),
  consume('c20', '2000', { memberId: 'ann' }),
  record('c21', '700', { memberId: 'ann', occurredAt: hour(2) }),
  record('c22', '1', { occurredAt: hour(200) }),
  hold('h4', '1', { deadline: hour(1) }),
  capture('h2', 'c23', { amount: '31' }),
  { type: 'ReleaseHold', holdId: 'h4' },
  { type: 'ApproveAllRequests', bestEffort: false },
  { type: 'WriteOffDebt' },
  { type: 'MoveExpiry', lotId: 'purchase:p1', end: { after: 'P1Y' } },
  { type: 'ChangePolicy', policies: { memberFunding: 'POOLED' } },
  { type: 'RecallAllocation', memberId: 'ann' },
] as const satisfies readonly WalletCommand[];
