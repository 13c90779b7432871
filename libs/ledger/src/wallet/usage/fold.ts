import { whenDone, type Stepwise } from '#eventsourcing';
import type { Credits } from '../../credits.ts';
import { larger, smaller } from '../../credits.ts';
import type { EventOf, WalletEvent } from '../events.ts';
import type { Folds, EventPlace } from '../fold.ts';
import { totalOf } from '../lots/lots.ts';
import { filed } from '../caps/spent.ts';
import { keptId, type Consumption, type Kept, type OpenWallet } from '../state.ts';
import type { Slice } from '../terms.ts';
import type { UsageEvent } from './events.ts';
import { madeReversalId } from './reversal-id.ts';

export const usageFolds: Folds<UsageEvent['type']> = {
  CreditsConsumed: (state, data, place) =>
    data.debt === 0n ? paid(state, data, place) : owing(state, data, place),
  FreeActionRecorded: (state, data, place) => ({
    ...state,
    consumed: consumedWith(state, data, place),
  }),
  *ConsumptionReversed(state, { consumption, lots, ...data }, place) {
    let all = state.lots;
    for (const lot of lots) {
      all = all.with({ ...lot, touched: place.revision });
      yield;
    }
    const kept = keptWith(state, consumption, place);
    return {
      ...state,
      kept: isMade(data, consumption) ? kept : kept.with(...reversalEntry(data, place)),
      balance: data.balanceAfter,
      lots: all,
      spent: unfiled(state, consumption, data.amount),
      debts: consumption.debt === 0n ? state.debts.without(debtKey(consumption)) : state.debts,
      debt: state.debt - data.debtForgiven,
      totals: { ...state.totals, used: state.totals.used - totalOf(data.slices) },
    };
  },
};

type Reversed = Pick<EventOf<'ConsumptionReversed'>['data'], 'reversalId'>;

// One that was made is told from others by its consumption; a caller's must be remembered.
const isMade = ({ reversalId }: Reversed, consumption: Consumption): boolean =>
  reversalId === madeReversalId(consumption);

const reversalEntry = (
  { reversalId }: Reversed,
  { revision: touched }: EventPlace,
): readonly [string, Kept] => [keptId.reversal(reversalId), { kind: 'REVERSAL', touched }];

type ConsumedData = EventOf<'CreditsConsumed'>['data'];

// What nothing was done to since is in its event: the state only remembers where that is.
const paid = (state: OpenWallet, data: ConsumedData, place: EventPlace): Stepwise<OpenWallet> =>
  whenDone(lotsAfter(state, data, place), (lots) => ({
    ...state,
    lots,
    balance: data.balanceAfter,
    spent: spentAfter(state, data, place),
    totals: totalsAfter(state, data),
    consumed: consumedWith(state, data, place),
  }));

const owing = (state: OpenWallet, data: ConsumedData, place: EventPlace): Stepwise<OpenWallet> =>
  whenDone(lotsAfter(state, data, place), (lots) => {
    const consumption = consumptionOf(data, place);
    return {
      ...state,
      lots,
      balance: data.balanceAfter,
      spent: spentAfter(state, data, place),
      totals: totalsAfter(state, data),
      kept: keptWith(state, consumption, place),
      debts: state.debts.with(debtKey(consumption), data.consumptionId),
      debt: state.debt + data.debt,
    };
  });

// A capture uses what was held for it, and draws its overflow now.
const drawnNow = ({ holdId, slices, overflow = [] }: ConsumedData): readonly Slice[] =>
  holdId === undefined ? slices : overflow;

function lotsAfter(
  { lots }: OpenWallet,
  data: ConsumedData,
  { revision }: EventPlace,
): Stepwise<OpenWallet['lots']> {
  return lots.moved(drawnNow(data), ['free', 'used'], revision);
}

const spentAfter = (
  { spent, timeZone }: OpenWallet,
  data: ConsumedData,
  { occurredAt: at }: EventPlace,
): OpenWallet['spent'] =>
  filed(spent, data.memberId ?? null, {
    at,
    amount: totalOf(drawnNow(data)) + data.debt,
    timeZone,
  });

const totalsAfter = ({ totals }: OpenWallet, { slices }: ConsumedData): OpenWallet['totals'] => ({
  ...totals,
  used: totals.used + totalOf(slices),
});

/** Debts are paid in the order of the stream, so their keys sort like their revisions. */
export const debtKey = ({ revision }: Consumption): string => String(revision).padStart(16, '0');

const consumedWith = (
  { consumed }: OpenWallet,
  { consumptionId }: { readonly consumptionId: string },
  { revision }: EventPlace,
): OpenWallet['consumed'] => consumed.with(consumptionId, revision);

/** The consumption that an event records, and under which id it is found. */
export function consumptionIn(
  event: WalletEvent,
  place: Omit<EventPlace, 'occurredAt'>,
): readonly [string, Kept] | undefined {
  const { type, data, occurredAt } = event;
  if (type !== 'CreditsConsumed' && type !== 'FreeActionRecorded') return undefined;
  const consumed = type === 'CreditsConsumed' ? data : { ...data, ...NOTHING_CONSUMED };
  return entryOf(consumptionOf(consumed, { ...place, occurredAt }), place);
}

const NOTHING_CONSUMED = { amount: 0n, slices: [], debt: 0n } as const;

export const withConsumption = (
  state: OpenWallet,
  consumption: Consumption,
  place: Pick<EventPlace, 'revision'>,
): OpenWallet => ({ ...state, kept: keptWith(state, consumption, place) });

const keptWith = (
  { kept }: OpenWallet,
  consumption: Consumption,
  place: Pick<EventPlace, 'revision'>,
): OpenWallet['kept'] => kept.with(...entryOf(consumption, place));

const entryOf = (
  consumption: Consumption,
  { revision: touched }: Pick<EventPlace, 'revision'>,
): readonly [string, Kept] => [
  keptId.consumption(consumption.consumptionId),
  { kind: 'CONSUMPTION', consumption, touched },
];

type Consumed = Pick<
  EventOf<'CreditsConsumed'>['data'],
  'consumptionId' | 'memberId' | 'action' | 'amount' | 'slices' | 'debt'
> &
  Partial<Pick<EventOf<'CreditsConsumed'>['data'], 'holdId' | 'heldSince' | 'overflow'>>;

function consumptionOf(
  data: Consumed,
  { occurredAt, revision, requestHash }: EventPlace,
): Consumption {
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
