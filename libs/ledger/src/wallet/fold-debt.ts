import { smaller } from '../credits.ts';
import { cut } from './draw.ts';
import type { Folds } from './fold.ts';
import { debtKey, withConsumption } from './fold-usage.ts';
import { moved, totalOf } from './lots.ts';
import { keptId, type Consumption, type OpenWallet } from './state.ts';
import type { Slice } from './terms.ts';

export const debtFolds: Folds<'DebtSettled' | 'DebtWrittenOff'> = {
  DebtSettled: (state, { slices, amount }, { revision }) => {
    const settled = paid(state, slices, revision);
    return {
      ...settled,
      lots: moved(state.lots, slices, ['free', 'used'], revision),
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

// Debts are paid oldest first; the slices that pay become part of their consumption (D16).
function paid(state: OpenWallet, slices: readonly Slice[], revision: number): OpenWallet {
  let next = state;
  let left = slices;
  for (const consumptionId of state.debts.values()) {
    if (left.length === 0) break;
    const before = owing(state, consumptionId);
    const { taken, rest } = cut(left, smaller(before.debt, totalOf(left)));
    const consumption: Consumption = {
      ...before,
      debt: before.debt - totalOf(taken),
      slices: [...before.slices, ...taken],
    };
    next = withoutDebt(withConsumption(next, consumption, { revision }), consumption);
    left = rest;
  }
  return next;
}

function withoutDebt(state: OpenWallet, consumption: Consumption): OpenWallet {
  return consumption.debt > 0n
    ? state
    : { ...state, debts: state.debts.without(debtKey(consumption)) };
}
