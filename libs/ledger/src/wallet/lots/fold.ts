import { resultOf } from '#eventsourcing';
import type { LotTerms } from '../events.ts';
import type { Folds, EventPlace } from '../fold.ts';
import { NO_CREDIT, type Lot } from './lot.ts';
import { plusOwned } from './lots.ts';
import type { SortedLots } from './sorted-lots.ts';
import type { OpenWallet } from '../state.ts';
import type { LotEvent } from './events.ts';

type NewLot = Pick<Lot, 'kind' | 'source'> &
  Partial<Pick<Lot, 'salesReference' | 'payment' | 'bonusOfLotId'>>;

export const lotFolds: Folds<LotEvent['type']> = {
  CreditsPurchased: (state, data, place) =>
    withNewLot(state, data, place, {
      kind: data.kind,
      source: { type: 'purchase', id: data.purchaseId },
      salesReference: data.salesReference ?? null,
      payment: data.payment ?? null,
      bonusOfLotId: data.bonusOfLotId ?? null,
    }),
  CreditsGranted: (state, data, place) =>
    withNewLot(state, data, place, { kind: data.kind, source: data.source }),
  LotActivated: (state, { lotId, balanceAfter }, { revision }) => ({
    ...state,
    balance: balanceAfter,
    lots: state.lots.with({ ...lotOf(state.lots, lotId), active: true, touched: revision }),
  }),
  *LotExpired(state, { slices, amount, balanceAfter }, { revision }) {
    return {
      ...state,
      balance: balanceAfter,
      lots: yield* resultOf(state.lots.moved(slices, ['free', 'expired'], revision)),
      totals: { ...state.totals, expired: state.totals.expired + amount },
    };
  },
  *ExpiryReopened(state, { slices, amount, balanceAfter }, { revision }) {
    return {
      ...state,
      balance: balanceAfter,
      lots: yield* resultOf(state.lots.moved(slices, ['expired', 'free'], revision)),
      totals: { ...state.totals, expired: state.totals.expired - amount },
    };
  },
  *LotVoided(state, { lotId, slices, amount, balanceAfter }, { revision }) {
    const lots = yield* resultOf(state.lots.moved(slices, ['free', 'voided'], revision));
    return {
      ...state,
      balance: balanceAfter ?? state.balance,
      lots: lots.with({ ...lotOf(lots, lotId), isVoided: true, touched: revision }),
      totals: { ...state.totals, voided: state.totals.voided + amount },
    };
  },
  LotSplit: (state, { lotId, newLotId, slices, newExpiresAt, amount }, { revision }) => {
    const lot = lotOf(state.lots, lotId);
    const older: Lot = {
      ...lot,
      granted: lot.granted - amount,
      free: slices.reduce(
        (free, slice) => plusOwned(free, slice.memberId, -slice.amount),
        lot.free,
      ),
      splits: lot.splits + 1,
      touched: revision,
    };
    const newer: Lot = {
      ...lot,
      lotId: newLotId,
      sequence: state.lotsMade + 1,
      expiresAt: newExpiresAt ?? null,
      granted: amount,
      free: slices.reduce(
        (free, slice) => plusOwned(free, slice.memberId, slice.amount),
        NO_CREDIT,
      ),
      expired: NO_CREDIT,
      held: 0n,
      frozen: 0n,
      used: 0n,
      voided: 0n,
      isVoided: false,
      splits: 0,
      touched: revision,
    };
    return {
      ...state,
      lotsMade: newer.sequence,
      lots: state.lots.with(older).with(newer),
    };
  },
};

function withNewLot(
  state: OpenWallet,
  terms: LotTerms,
  { revision }: EventPlace,
  { kind, source, salesReference, payment, bonusOfLotId }: NewLot,
): OpenWallet {
  const lot: Lot = {
    lotId: terms.lotId,
    sequence: state.lotsMade + 1,
    kind,
    rank: terms.rank,
    cost: terms.cost ?? null,
    costBasis: terms.amount,
    effectiveAt: terms.effectiveAt,
    expiresAt: terms.expiresAt ?? null,
    restrictedTo: terms.restrictedTo,
    source,
    salesReference: salesReference ?? null,
    payment: payment ?? null,
    bonusOfLotId: bonusOfLotId ?? null,
    active: terms.balanceAfter !== undefined,
    isVoided: false,
    splits: 0,
    granted: terms.amount,
    free: { ...NO_CREDIT, pool: terms.amount, total: terms.amount },
    expired: NO_CREDIT,
    held: 0n,
    frozen: 0n,
    used: 0n,
    voided: 0n,
    touched: revision,
  };
  return {
    ...state,
    lotsMade: lot.sequence,
    lots: state.lots.with(lot),
    balance: terms.balanceAfter ?? state.balance,
    totals: { ...state.totals, granted: state.totals.granted + terms.amount },
  };
}

function lotOf(lots: SortedLots, lotId: string): Lot {
  const lot = lots.get(lotId);
  if (lot === undefined) throw new Error(`no lot ${lotId}`);
  return lot;
}
