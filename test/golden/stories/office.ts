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
import { day, hour, type Step, type Story } from './story.ts';

const ANN: Actor = { type: 'USER', id: 'ann' };
const film = { type: 'film', id: 'f1', name: 'Die Straße' };
const cap = { target: { type: 'DEFAULT' }, window: 'MONTH', amount: '400' } as const;
const month = { kind: 'MONTHLY', end: { endOfLocalMonth: true } } as const;

/** Spending day by day, so that much is finished and goes into the archive. */
const daily: readonly Step[] = Array.from({ length: 12 }, (_, index) => index + 1).flatMap(
  (each): readonly Step[] => [
    [24 * each, consume(`day-${each}`, `${each}.5`, { memberId: 'ann', resource: film })],
    [24 * each + 1, hold(`hold-${each}`, '8', { deadline: hour(24 * each + 9) })],
    [24 * each + 2, capture(`hold-${each}`, `take-${each}`, { amount: `${each % 4}.25` })],
  ],
);

/** A wallet in the midst of things after months: what is over is archived, much is still open. */
export const office: Story = {
  name: 'office',
  steps: [
    [0, open({ owner: { type: 'PERSON', id: 'ann' } })],
    [0, { type: 'AddMember', memberId: 'ann', role: 'editor' }, ANN],
    [0, { type: 'AddMember', memberId: 'bob', role: 'viewer' }],
    [0, { type: 'SetCap', ...cap }],
    [0, grant('first', '60', { ...month, reason: 'first month' })],
    [0, purchase('p1', '300')],
    [1, { type: 'AllocateCredits', amounts: { ann: '80', bob: '20' } }],
    [
      2,
      { type: 'RequestCredits', requestId: 'r1', memberId: 'ann', amount: '7', note: 'für Ö' },
      ANN,
    ],
    [3, { type: 'ApproveRequest', requestId: 'r1' }],
    ...daily,
    [24 * 14, reverse('day-3', '1')],
    [24 * 40, grant('second', '40', { ...month, reason: 'second month' })],
    [24 * 41, consume('old', '30')],
    [24 * 90, purchase('p2', '50')],
    [24 * 90, { type: 'RemoveMember', memberId: 'bob' }],
    [24 * 91, record('much', '900', { occurredAt: day(90.5) })],
    [24 * 91, purchase('p3', '10')],
    [
      24 * 91,
      { type: 'RequestCredits', requestId: 'r2', memberId: 'ann', amount: '9', note: 'bald' },
      ANN,
    ],
    [24 * 91, { type: 'ChangePolicy', policies: { overdraftLimit: '2000' } }],
  ],
};

/** A wallet of whole credits with lots, pockets, a hold and a promise, none of them at its end. */
export const shop: Story = {
  name: 'shop',
  steps: [
    [0, open({ unit: { code: 'STAR', scale: 0 }, timeZone: 'Asia/Tokyo', currency: 'JPY' })],
    [24 * 80, { type: 'AddMember', memberId: 'dee', role: 'editor' }],
    [24 * 80, purchase('p1', '500', { cost: { currency: 'JPY', minorUnits: '4000' } })],
    [24 * 80, grant('g1', '50', { end: { at: day(120) }, restrictedTo: ['video'] })],
    [24 * 80, grant('g2', '70', { end: { at: day(95) }, reason: 'ends soon' })],
    [24 * 80, grant('g3', '90', { effectiveAt: day(100), end: { at: day(130) } })],
    [24 * 81, { type: 'AllocateCredits', amounts: { dee: '120' } }],
    [24 * 82, consume('c1', '15', { memberId: 'dee', resource: film })],
    [24 * 82, consume('c2', '25')],
    [24 * 90.5, hold('h1', '30', { deadline: day(91.25), memberId: 'dee', resource: film })],
    [24 * 91, hold('h2', '40', { deadline: day(91.75), overCapture: 'OVERFLOW' })],
    [24 * 91, capture('h1', 'k1', { amount: '10', keepOpen: true })],
  ],
};
