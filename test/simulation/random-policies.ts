import type { Dice } from './dice.ts';
import type { NaivePolicies } from './naive/commands.ts';

const POLICIES: readonly [
  (dice: Dice) => Partial<NaivePolicies>,
  ...((dice: Dice) => Partial<NaivePolicies>)[],
] = [
  (dice) => ({
    memberFunding: dice.pick(['ALLOCATED_THEN_POOLED', 'ALLOCATED_ONLY', 'POOLED']),
  }),
  (dice) => ({ overdraftLimit: dice.pick([0, 10, 40]) }),
  (dice) => ({ burnOrder: dice.pick(['RANK_FIRST', 'EXPIRY_FIRST']) }),
  (dice) => ({ strictUsage: dice.oneIn(3) }),
  (dice) => ({ debtSettledByPromo: dice.oneIn(2) }),
  (dice) => ({ reissueDays: dice.pick<number | null>([null, 2, 7]) }),
  (dice) => ({ lateHours: dice.pick([72, 24, 240]) }),
  (dice) => ({ acceptanceDays: dice.pick([35, 20]) }),
  (dice) => ({
    ranks: dice.pick<NaivePolicies['ranks']>([
      {},
      { PROMO: 50, PURCHASED: 5 },
      { ROLLOVER: 38 },
      { PROMO: 3 },
    ]),
  }),
];

export const somePolicy = (dice: Dice): Partial<NaivePolicies> => dice.pick(POLICIES)(dice);
