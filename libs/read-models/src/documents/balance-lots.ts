import type { Instant, SortedMap } from '#eventsourcing';
import type { Credits, Lot } from '#ledger';
import type { DataOf, LedgerEvent } from '../ledger-events.ts';
import { movesOf, type Spot } from '../moves.ts';

/** What a balance needs to know of a lot that has anything free or held. */
export interface BalanceLot extends Pick<
  Lot,
  | 'lotId'
  | 'sequence'
  | 'kind'
  | 'rank'
  | 'cost'
  | 'costBasis'
  | 'effectiveAt'
  | 'expiresAt'
  | 'restrictedTo'
  | 'active'
  | 'isVoided'
> {
  /** Free in the pool, and in all pockets together. */
  readonly pool: Credits;
  readonly pockets: Credits;
  readonly held: Credits;
}

type Lots = SortedMap<BalanceLot>;

export function newLot(
  data: DataOf<'CreditsPurchased' | 'CreditsGranted'>,
  sequence: number,
): BalanceLot {
  return {
    lotId: data.lotId,
    sequence,
    kind: data.kind,
    rank: data.rank,
    cost: data.cost ?? null,
    costBasis: data.amount,
    effectiveAt: data.effectiveAt,
    expiresAt: data.expiresAt ?? null,
    restrictedTo: data.restrictedTo,
    active: data.balanceAfter !== undefined,
    isVoided: false,
    pool: data.amount,
    pockets: 0n,
    held: 0n,
  };
}

/** A lot as the ledger tells it whole. */
export function lotOf(lot: Lot): BalanceLot {
  return {
    lotId: lot.lotId,
    sequence: lot.sequence,
    kind: lot.kind,
    rank: lot.rank,
    cost: lot.cost,
    costBasis: lot.costBasis,
    effectiveAt: lot.effectiveAt,
    expiresAt: lot.expiresAt,
    restrictedTo: lot.restrictedTo,
    active: lot.active,
    isVoided: lot.isVoided,
    pool: lot.free.pool,
    pockets: lot.free.total - lot.free.pool,
    held: lot.held,
  };
}

export function withLot(lots: Lots, lotId: string, change: Partial<BalanceLot>): Lots {
  const lot = lots.get(lotId);
  return lot === undefined ? lots : lots.with(lotId, { ...lot, ...change });
}

/**
 * With a lot that had gone because all of it expired. Usage takes what is reopened in the same
 * append, so that of its terms only the end, at which it is dated, is ever asked for.
 */
export function withReopened(
  lots: Lots,
  { lotId, kind }: DataOf<'ExpiryReopened'>,
  end: Instant,
): Lots {
  if (lots.has(lotId)) return lots;
  return lots.with(lotId, {
    lotId,
    sequence: 0,
    kind,
    rank: 0,
    cost: null,
    costBasis: 0n,
    effectiveAt: end,
    expiresAt: end,
    restrictedTo: [],
    active: true,
    isVoided: false,
    pool: 0n,
    pockets: 0n,
    held: 0n,
  });
}

/** With a lot of the same terms but for its end, which gets what is moved to it. */
export function split(
  lots: Lots,
  { lotId, newLotId, newExpiresAt }: DataOf<'LotSplit'>,
  sequence: number,
  event: LedgerEvent,
): Lots {
  const older = lots.get(lotId);
  if (older === undefined) return lots;
  const newer: BalanceLot = {
    ...older,
    lotId: newLotId,
    sequence,
    expiresAt: newExpiresAt ?? null,
    isVoided: false,
    pool: 0n,
    pockets: 0n,
    held: 0n,
  };
  return lotsAfter(lots.with(newLotId, newer), event);
}

/** The lots after what an event moves. One with nothing free and nothing held leaves. */
export function lotsAfter(lots: Lots, event: LedgerEvent): Lots {
  let after = lots;
  const { byLot } = movesOf(event);
  for (const [lotId, moves] of byLot) {
    let lot = after.get(lotId);
    if (lot === undefined) continue;
    for (const { amount, from, to } of moves) {
      if (from.lotId === lotId) lot = changed(lot, from, -amount);
      if (to.lotId === lotId) lot = changed(lot, to, amount);
    }
    const isEmpty = lot.pool === 0n && lot.pockets === 0n && lot.held === 0n;
    after = isEmpty ? after.without(lotId) : after.with(lotId, lot);
  }
  return after;
}

function changed(lot: BalanceLot, { part, memberId }: Spot, amount: Credits): BalanceLot {
  if (part === 'held') return { ...lot, held: lot.held + amount };
  if (part !== 'free') return lot;
  return memberId === undefined
    ? { ...lot, pool: lot.pool + amount }
    : { ...lot, pockets: lot.pockets + amount };
}
