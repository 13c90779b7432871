import { resultOf, type Steps } from '#eventsourcing';
import { smaller, type Credits } from '../../credits.ts';
import { sharedOut } from '../lots/draw.ts';
import type { Folds } from '../fold.ts';
import { debtKey, withConsumption } from '../usage/fold.ts';
import { totalOf } from '../lots/lots.ts';
import { keptId, type Consumption, type OpenWallet } from '../state.ts';
import type { Slice } from '../terms.ts';
import type { DebtEvent } from './events.ts';

export const debtFolds: Folds<DebtEvent['type']> = {
  *DebtSettled(state, { slices, amount }, { revision }) {
    const settled = yield* paid(state, slices, revision);
    return {
      ...settled,
      lots: yield* resultOf(state.lots.moved(slices, ['free', 'used'], revision)),
      debt: state.debt - amount,
      totals: { ...state.totals, used: state.totals.used + amount },
    };
  },
  DebtWrittenOff: (state, { consumptionId, amount, balanceAfter }, { revision }) => {
    const before = owing(state, consumptionId);
    const consumption: Consumption = {
      ...before,
      debt: before.debt - amount,
      writtenOff: before.writtenOff + amount,
    };
    return {
      ...withoutDebt(withConsumption(state, consumption, { revision }), consumption),
      balance: balanceAfter,
      debt: state.debt - amount,
    };
  },
};

/** The consumption behind a debt. It stays in the state until nothing is owed for it. */
export function owing({ kept }: OpenWallet, consumptionId: string): Consumption {
  const found = kept.get(keptId.consumption(consumptionId));
  if (found?.kind !== 'CONSUMPTION') throw new Error(`no debt of ${consumptionId}`);
  return found.consumption;
}

/** The consumptions whose debts an amount pays, wholly or the last in part: oldest first (D16). */
export function paidWith(state: OpenWallet, amount: Credits): readonly Consumption[] {
  const paid: Consumption[] = [];
  let left = amount;
  for (const consumptionId of state.debts.values()) {
    if (left === 0n) break;
    const owed = owing(state, consumptionId);
    paid.push(owed);
    left -= smaller(owed.debt, left);
  }
  return paid;
}

// The slices that pay become part of the consumption that owed.
function* paid(state: OpenWallet, slices: readonly Slice[], revision: number): Steps<OpenWallet> {
  let next = state;
  const settled = paidWith(state, totalOf(slices));
  const shares = sharedOut(
    slices,
    settled.map(({ debt }) => debt),
  );
  for (const [index, before] of settled.entries()) {
    const taken = shares[index] ?? [];
    const consumption: Consumption = {
      ...before,
      debt: before.debt - totalOf(taken),
      slices: [...before.slices, ...taken],
    };
    next = withoutDebt(withConsumption(next, consumption, { revision }), consumption);
    yield;
  }
  return next;
}

function withoutDebt(state: OpenWallet, consumption: Consumption): OpenWallet {
  return consumption.debt > 0n
    ? state
    : { ...state, debts: state.debts.without(debtKey(consumption)) };
}
