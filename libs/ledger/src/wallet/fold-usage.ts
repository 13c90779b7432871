import type { Credits } from '../credits.ts';
import { larger, smaller } from '../credits.ts';
import type { EventOf } from './events.ts';
import type { Folds, Place } from './fold.ts';
import { moved, totalOf, withLot } from './lots.ts';
import { filed } from './spent.ts';
import { keptId, type Consumption, type OpenWallet } from './state.ts';

export const usageFolds: Folds<'CreditsConsumed' | 'FreeActionRecorded' | 'ConsumptionReversed'> = {
  CreditsConsumed: (state, data, place) => {
    const consumption = consumptionOf(data, place);
    const drawnNow = data.holdId === undefined ? data.slices : (data.overflow ?? []);
    const owed = data.debt > 0n;
    return {
      ...withConsumption(state, consumption, place),
      balance: data.balanceAfter,
      lots: moved(state.lots, drawnNow, ['free', 'used'], place.revision),
      spent: filed(state.spent, consumption.memberId, {
        at: place.occurredAt,
        amount: totalOf(drawnNow) + data.debt,
        timeZone: state.timeZone,
      }),
      debts: owed ? state.debts.with(debtKey(consumption), data.consumptionId) : state.debts,
      debt: state.debt + data.debt,
      totals: { ...state.totals, used: state.totals.used + totalOf(data.slices) },
    };
  },
  FreeActionRecorded: (state, data, place) =>
    withConsumption(
      state,
      consumptionOf({ ...data, amount: 0n, slices: [], debt: 0n }, place),
      place,
    ),
  ConsumptionReversed: (state, { consumption, lots, ...data }, place) => ({
    ...withConsumption(state, consumption, place),
    balance: data.balanceAfter,
    lots: lots.reduce((all, lot) => withLot(all, { ...lot, touched: place.revision }), state.lots),
    spent: unfiled(state, consumption, data.amount),
    debts: consumption.debt === 0n ? state.debts.without(debtKey(consumption)) : state.debts,
    debt: state.debt - data.debtForgiven,
    totals: { ...state.totals, used: state.totals.used - totalOf(data.slices) },
  }),
};

/** Debts are paid in the order of the stream, so their keys sort like their revisions. */
export const debtKey = ({ revision }: Consumption): string => String(revision).padStart(16, '0');

export function withConsumption(
  state: OpenWallet,
  consumption: Consumption,
  { revision }: Pick<Place, 'revision'>,
): OpenWallet {
  const id = keptId.consumption(consumption.consumptionId);
  return {
    ...state,
    kept: state.kept.with(id, { kind: 'CONSUMPTION', consumption, touched: revision }),
  };
}

type Consumed = Pick<
  EventOf<'CreditsConsumed'>['data'],
  'consumptionId' | 'memberId' | 'action' | 'amount' | 'slices' | 'debt'
> &
  Partial<Pick<EventOf<'CreditsConsumed'>['data'], 'holdId' | 'heldSince' | 'overflow'>>;

function consumptionOf(data: Consumed, { occurredAt, revision, requestHash }: Place): Consumption {
  return {
    consumptionId: data.consumptionId,
    memberId: data.memberId ?? null,
    action: data.action,
    occurredAt,
    amount: data.amount,
    slices: data.slices,
    debt: data.debt,
    reversed: 0n,
    writtenOff: 0n,
    reversals: 0,
    filed: filedOf(data, occurredAt),
    holdId: data.holdId ?? null,
    requestHash,
    revision,
  };
}

// Caps count what was held in the window of the hold, and overflow in its own (D21).
function filedOf(data: Consumed, at: Consumption['occurredAt']): Consumption['filed'] {
  if (data.heldSince === undefined) return [{ at, amount: data.amount }];
  const overflow = totalOf(data.overflow ?? []) + data.debt;
  const held = { at: data.heldSince, amount: data.amount - overflow };
  return overflow === 0n ? [held] : [held, { at, amount: overflow }];
}

// A reversal gives back to the windows that counted the consumption, the last part first.
function unfiled(
  state: OpenWallet,
  consumption: Consumption,
  amount: Credits,
): OpenWallet['spent'] {
  let spent = state.spent;
  let left = amount;
  let skipped = consumption.reversed - amount;
  for (const part of consumption.filed.toReversed()) {
    const unreversed = larger(part.amount - skipped, 0n);
    skipped = larger(skipped - part.amount, 0n);
    const given = smaller(unreversed, left);
    left -= given;
    if (given > 0n)
      spent = filed(spent, consumption.memberId, {
        at: part.at,
        amount: -given,
        timeZone: state.timeZone,
      });
  }
  return spent;
}
