import fc from 'fast-check';
import { instantOf, Refusal, secondsAndNanos, type OwnPolicies, type WalletCommand } from '#ledger';
import {
  added,
  allocated,
  captured,
  consumed,
  granted,
  held,
  policiesChanged,
  purchased,
  recorded,
  removed,
  requested,
  reversed,
  reverted,
} from './wallet-commands.ts';
import { WalletHistory } from './wallet-history.ts';

const START = secondsAndNanos(new WalletHistory().now).seconds;

/** An hour of a history as commands take it: "2026-03-02T07:00:00". */
const hour = (hours: number, seconds = 0): string =>
  instantOf(START + BigInt(hours * 3600 + seconds), 0).slice(0, 19);

/** One thing to try, in numbers that mean something only together with the history so far. */
interface Step {
  readonly what: (typeof COMMANDS)[number];
  /** How many hours pass before it. */
  readonly after: number;
  readonly who: string;
  readonly which: number;
  readonly amount: number;
  readonly hours: number;
}

/** Where a history stands when a step is tried. */
interface So {
  readonly index: number;
  readonly hours: number;
  readonly history: WalletHistory;
}

const amountOf = ({ amount }: Step): string => `${amount}.50`;
const byOf = ({ who }: Step) => (who === 'system' ? {} : { by: who });
const oneOf = (ids: Iterable<string>, { which }: Step): string => {
  const all = [...ids];
  return all[which % Math.max(all.length, 1)] ?? 'none';
};
const lotOf = (step: Step, { history }: So): string =>
  oneOf(
    [...history.state.lots].map(({ lotId }) => lotId),
    step,
  );
const holdOf = (step: Step, { history }: So): string => oneOf(history.state.holds.keys(), step);
const consumptionOf = (step: Step, { history }: So): string =>
  oneOf(
    [
      ...history.state.consumed.entries().map(([id]) => id),
      ...[...history.state.kept.values()].flatMap((kept) =>
        kept.kind === 'CONSUMPTION' ? kept.consumption.consumptionId : [],
      ),
    ],
    step,
  );

// Each kind of thing ends at minutes of its own, so that no two fall due at one instant.
const endOf = ({ hours: more, which }: Step, { hours, index }: So) =>
  which === 0 ? {} : { until: hour(hours + more, index) };

const COMMANDS: readonly ((step: Step, so: So) => WalletCommand)[] = [
  (step, so) => granted(`g${so.index}`, amountOf(step), endOf(step, so)),
  (step, so) => granted(`p${so.index}`, amountOf(step), { kind: 'PROMO', ...endOf(step, so) }),
  (step, so) =>
    granted(`f${so.index}`, amountOf(step), {
      from: hour(so.hours + step.which, 2000 + so.index),
      until: hour(so.hours + step.which + step.hours, 500 + so.index),
    }),
  (step, so) => purchased(`b${so.index}`, amountOf(step), endOf(step, so)),
  (step, so) =>
    granted(`r${so.index}`, amountOf(step), { restrictedTo: ['photo.apply'], ...endOf(step, so) }),
  (step, so) => consumed(`c${so.index}`, amountOf(step), byOf(step)),
  (step, so) => consumed(`c${so.index}`, '7.00', { ...byOf(step), for: `e${step.which}` }),
  (step, so) => reverted(`c${so.index}`, byOf(step)),
  (step, so) =>
    recorded(`c${so.index}`, amountOf(step), {
      at: hour(Math.max(0, so.hours - step.hours * 2)),
      ...byOf(step),
    }),
  (step, so) => recorded(`c${so.index}`, amountOf(step), byOf(step)),
  (step, so) => reversed(consumptionOf(step, so)),
  (step, so) => reversed(consumptionOf(step, so), '3.25'),
  (step, so) =>
    held(`h${so.index}`, '9.00', {
      until: hour(so.hours + 1 + (step.hours % 20), 1000 + so.index),
      ...byOf(step),
    }),
  (step, so) => ({
    ...held(`h${so.index}`, amountOf(step), {
      until: hour(so.hours + 1 + (step.hours % 20), 1000 + so.index),
      ...byOf(step),
    }),
    overCapture: 'OVERFLOW',
  }),
  (step, so) =>
    captured(holdOf(step, so), `c${so.index}`, {
      amount: `${step.amount % 9}.75`,
      keepOpen: step.hours % 2 === 0,
    }),
  (step, so) => captured(holdOf(step, so), `c${so.index}`),
  (step, so) => captured(holdOf(step, so), `c${so.index}`, { amount: amountOf(step) }),
  (step, so) => ({ type: 'ReleaseHold', holdId: holdOf(step, so) }),
  (step, so) => ({ type: 'VoidLot', lotId: lotOf(step, so) }),
  (step, so) => ({
    type: 'MoveExpiry',
    lotId: lotOf(step, so),
    end: { at: instantOf(START + BigInt((so.hours + step.hours) * 3600 + 1500 + so.index), 0) },
  }),
  () => ({ type: 'WriteOffDebt' }),
  ({ who }) => ({ type: 'AddMember', memberId: who, role: 'MEMBER' }),
  ({ who }) => removed(who),
  ({ who }) => allocated({ [who]: '11.00' }),
  ({ who }) => allocated({ [who]: '4.00' }),
  () => ({ type: 'AllocateSameAmount', amount: '2.50', memberIds: 'ALL' }),
  ({ who }) => ({ type: 'RecallAllocation', memberId: who }),
  ({ who }) => ({ type: 'RecallAllocation', memberId: who, amount: '1.00' }),
  (step, so) => requested(`q${so.index}`, step.who, amountOf(step)),
  (step, so) => requested(`q${so.index}`, step.who, '3.00'),
  () => ({ type: 'ApproveAllRequests', bestEffort: true }),
  (_step, so) => ({ type: 'RejectRequest', requestId: `q${so.index - 1}` }),
  ({ which }) => policiesChanged({ memberFunding: which < 4 ? 'ALLOCATED_THEN_POOLED' : 'POOLED' }),
  ({ who, amount }) => ({
    type: 'SetCap',
    target: amount < 45 ? { type: 'DEFAULT' } : { type: 'MEMBER', memberId: who },
    window: amount % 2 === 0 ? 'DAY' : 'WEEK',
    amount: `${amount * 3}`,
  }),
];

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...COMMANDS),
  after: fc.constantFrom(0, 0, 0, 0, 1, 1, 5, 26),
  who: fc.constantFrom('ann', 'ann', 'bob', 'cy', 'system'),
  which: fc.nat(6),
  amount: fc.integer({ min: 1, max: 90 }),
  hours: fc.integer({ min: 1, max: 60 }),
});

const policies: fc.Arbitrary<OwnPolicies> = fc.record(
  {
    memberFunding: fc.constantFrom('ALLOCATED_ONLY', 'ALLOCATED_THEN_POOLED'),
    burnOrder: fc.constantFrom('RANK_FIRST', 'EXPIRY_FIRST'),
    overdraftLimit: fc.constantFrom('0', '50'),
    debtSettledByPromo: fc.boolean(),
    expiredReversal: fc.constantFrom('FORFEIT' as const, { reissueDays: 2 }),
  },
  { requiredKeys: [] },
);

/**
 * Histories in which anything may happen in any order; what the ledger refuses does not. At the
 * end some hours pass in which nothing is booked.
 */
export const histories: fc.Arbitrary<WalletHistory> = fc
  .record({
    policies,
    steps: fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }),
    idle: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ policies, steps, idle }) => {
    const history = new WalletHistory({ policies }).do(
      ...added('ann', 'bob'),
      granted('welcome', '100.00', { until: hour(40) }),
      purchased('first', '80.00'),
    );
    let hours = 0;
    for (const [index, each] of steps.entries()) {
      hours += each.after;
      attempt(history.at(hour(hours)), each.what(each, { index, hours, history }));
    }
    return history.at(hour(hours + idle));
  });

function attempt(history: WalletHistory, command: WalletCommand): void {
  try {
    history.do(command);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
