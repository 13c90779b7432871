import { SortedMap, type Instant } from '#eventsourcing';
import type { Credits, Slice } from '#ledger';
import { mapFrom, parseDocument, slicesFrom, slicesTo, type Stored } from '../codec.ts';
import type { DataOf, Folding } from '../ledger-events.ts';
import { onceMade, projectionOf, type AllBut, type ChangesBy } from '../projection-of.ts';
import {
  lotOf,
  lotsAfter,
  newLot,
  split,
  withLot,
  withReopened,
  type BalanceLot,
} from './balance-lots.ts';
import { lessSlices } from './hold-slices.ts';

export interface BalanceHold {
  readonly holdId: string;
  readonly memberId: string | null;
  readonly deadline: Instant;
  /** What is still reserved, in the order in which captures use it. */
  readonly slices: readonly Slice[];
  /** Its member was removed: what returns to the pocket goes on to the pool. */
  readonly orphaned: boolean;
}

/**
 * What is in a wallet as booked. It says enough to tell what the clock makes of it: what has
 * ended, begun or reached its deadline counts as such though nobody booked it yet.
 */
export interface BalanceDocument {
  readonly lotsMade: number;
  readonly lots: SortedMap<BalanceLot>;
  readonly holds: SortedMap<BalanceHold>;
  readonly debt: Credits;
}

type Ignored =
  | 'WalletPolicyChanged'
  | 'CapSet'
  | 'CreditsRequested'
  | 'RequestApproved'
  | 'RequestRejected'
  | 'RequestCancelled'
  | 'FreeActionRecorded'
  | 'WalletClosed'
  | 'CommandAccepted'
  | 'RateCardPublished';

type Seen = AllBut<Ignored>;

const changes: ChangesBy<Exclude<Seen, 'WalletOpened'>, BalanceDocument> = {
  CreditsPurchased: withNewLot,
  CreditsGranted: withNewLot,
  LotActivated: (before, { lotId }) => ({
    ...before,
    lots: withLot(before.lots, lotId, { active: true }),
  }),
  LotExpired: moved,
  ExpiryReopened: (before, data, folding) => {
    const lots = withReopened(before.lots, data, folding.event.event.occurredAt);
    return moved({ ...before, lots }, data, folding);
  },
  LotVoided: (before, data, folding) => {
    const lots = withLot(before.lots, data.lotId, { isVoided: true });
    return moved({ ...before, lots }, data, folding);
  },
  LotSplit: (before, data, { event }) => {
    const lotsMade = before.lotsMade + 1;
    return { ...before, lotsMade, lots: split(before.lots, data, lotsMade, event.event) };
  },
  MemberAdded: (before, { memberId }) => withOrphaned(before, memberId, false),
  MemberRemoved: (before, { memberId }) => withOrphaned(before, memberId, true),
  CreditsAllocated: moved,
  AllocationReturned: moved,
  CreditsConsumed: (before, data, folding) =>
    moved({ ...before, debt: before.debt + data.debt }, data, folding),
  // The lots are told whole, for those with nothing left had gone from here.
  ConsumptionReversed: (before, { lots, debtForgiven }) => ({
    ...before,
    lots: lots.reduce((all, lot) => all.with(lot.lotId, lotOf(lot)), before.lots),
    debt: before.debt - debtForgiven,
  }),
  CreditsHeld: (before, data, folding) => {
    const { holdId, memberId, deadline, slices } = data;
    const hold = { holdId, memberId: memberId ?? null, deadline, slices, orphaned: false };
    return moved({ ...before, holds: before.holds.with(holdId, hold) }, data, folding);
  },
  HoldCaptured: (before, data, folding) =>
    moved({ ...before, holds: withCaptured(before.holds, data) }, data, folding),
  HoldReleased: (before, data, folding) =>
    moved({ ...before, holds: before.holds.without(data.holdId) }, data, folding),
  DebtSettled: (before, data, folding) =>
    moved({ ...before, debt: before.debt - data.amount }, data, folding),
  DebtWrittenOff: (before, { amount }) => ({ ...before, debt: before.debt - amount }),
};

/** A wallet has one document in this collection. */
export const BALANCE_KEY = 'wallet';

/** What is in each wallet. */
export const balances = projectionOf<Seen, BalanceDocument>({
  name: 'balances',
  version: 1,
  keys: () => [BALANCE_KEY],
  folds: {
    WalletOpened: () => ({
      lotsMade: 0,
      lots: SortedMap.empty(),
      holds: SortedMap.empty(),
      debt: 0n,
    }),
    ...onceMade(changes),
  },
  encode: ({ lotsMade, lots, holds, debt }) =>
    JSON.stringify({
      lotsMade,
      lots: Array.from(lots, ([lotId, lot]) => [lotId, lotTo(lot)] as const),
      holds: Array.from(holds, ([holdId, hold]) => [
        holdId,
        { ...hold, slices: slicesTo(hold.slices) },
      ]),
      debt: String(debt),
    } satisfies Stored<BalanceDocument>),
  decode: (body) => {
    const stored = parseDocument<BalanceDocument>(body);
    return {
      lotsMade: stored.lotsMade,
      lots: mapFrom(stored.lots, lotFrom),
      holds: mapFrom(stored.holds, holdFrom),
      debt: BigInt(stored.debt),
    };
  },
});

const lotTo = (lot: BalanceLot): Stored<BalanceLot> => ({
  ...lot,
  costBasis: String(lot.costBasis),
  pool: String(lot.pool),
  pockets: String(lot.pockets),
  held: String(lot.held),
});

const lotFrom = (stored: Stored<BalanceLot>): BalanceLot => ({
  ...stored,
  costBasis: BigInt(stored.costBasis),
  pool: BigInt(stored.pool),
  pockets: BigInt(stored.pockets),
  held: BigInt(stored.held),
});

const holdFrom = (stored: Stored<BalanceHold>): BalanceHold => ({
  ...stored,
  slices: slicesFrom(stored.slices),
});

function moved(
  before: BalanceDocument,
  _data: unknown,
  { event }: Folding<BalanceDocument>,
): BalanceDocument {
  return { ...before, lots: lotsAfter(before.lots, event.event) };
}

function withNewLot(
  before: BalanceDocument,
  data: DataOf<'CreditsPurchased' | 'CreditsGranted'>,
): BalanceDocument {
  const lotsMade = before.lotsMade + 1;
  return { ...before, lotsMade, lots: before.lots.with(data.lotId, newLot(data, lotsMade)) };
}

function withCaptured(
  holds: SortedMap<BalanceHold>,
  { holdId, slices, remaining }: DataOf<'HoldCaptured'>,
): SortedMap<BalanceHold> {
  const hold = holds.get(holdId);
  if (hold === undefined || remaining === 0n) return holds.without(holdId);
  return holds.with(holdId, { ...hold, slices: lessSlices(hold.slices, slices) });
}

function withOrphaned(
  before: BalanceDocument,
  memberId: string,
  orphaned: boolean,
): BalanceDocument {
  let holds = before.holds;
  for (const hold of before.holds.values())
    if (hold.memberId === memberId) holds = holds.with(hold.holdId, { ...hold, orphaned });
  return holds === before.holds ? before : { ...before, holds };
}
