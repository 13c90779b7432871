import type { Credits, Slice } from '#ledger';
import type { LedgerEvent } from '#ledger';
import type { DataOf, LedgerEventType } from './ledger-events.ts';

type LotPart = 'free' | 'held' | 'used' | 'expired' | 'voided';

/** Where credit is: in which part of which lot, and whose; without `memberId` the pool's. */
export interface Spot {
  readonly lotId: string;
  readonly part: LotPart;
  readonly memberId: string | undefined;
}

/** Credit of an existing lot that goes from one spot to another. */
interface Move {
  readonly amount: Credits;
  readonly from: Spot;
  readonly to: Spot;
}

/** All that an event moves, and the same by the lots and by the owners that it concerns. */
export interface Moves {
  readonly all: readonly Move[];
  readonly byLot: ReadonlyMap<string, readonly Move[]>;
  readonly byMember: ReadonlyMap<string, readonly Move[]>;
}

let latest: { readonly event: LedgerEvent; readonly moves: Moves } | undefined;

/** What an event moves. All projections ask for it in turn, so the latest answer is remembered. */
export function movesOf(event: LedgerEvent): Moves {
  if (latest?.event === event) return latest.moves;
  const all = (moves[event.type] as MovesOf<LedgerEventType>)(event.data);
  const found = all.length === 0 ? NO_MOVES : indexed(all);
  latest = { event, moves: found };
  return found;
}

type MovesOf<Type extends LedgerEventType> = (data: DataOf<Type>) => readonly Move[];

const nothing = (): readonly Move[] => [];

const moves: { readonly [Type in LedgerEventType]: MovesOf<Type> } = {
  WalletOpened: nothing,
  WalletPolicyChanged: nothing,
  // New credit comes from nowhere.
  CreditsPurchased: nothing,
  CreditsGranted: nothing,
  LotActivated: nothing,
  LotExpired: ({ slices }) => within(slices, 'free', 'expired'),
  ExpiryReopened: ({ slices }) => within(slices, 'expired', 'free'),
  LotVoided: ({ slices }) => within(slices, 'free', 'voided'),
  LotSplit: ({ slices, newLotId }) =>
    slices.map(({ lotId, memberId, amount }) => ({
      amount,
      from: { lotId, part: 'free', memberId },
      to: { lotId: newLotId, part: 'free', memberId },
    })),
  MemberAdded: nothing,
  MemberRemoved: nothing,
  CapSet: nothing,
  CreditsAllocated: ({ shares }) =>
    shares.flatMap(({ memberId, slices }) => handedOver(slices, memberId)),
  AllocationReturned: ({ slices }) => handedOver(slices, undefined),
  CreditsRequested: nothing,
  RequestApproved: nothing,
  RequestRejected: nothing,
  RequestCancelled: nothing,
  // What a capture takes from its hold has moved with HoldCaptured.
  CreditsConsumed: ({ holdId, slices, overflow }) =>
    within(holdId === undefined ? slices : (overflow ?? []), 'free', 'used'),
  FreeActionRecorded: nothing,
  ConsumptionReversed: ({ slices }) => within(slices, 'used', 'free'),
  CreditsHeld: ({ slices }) => within(slices, 'free', 'held'),
  HoldCaptured: ({ slices }) => within(slices, 'held', 'used'),
  HoldExtended: nothing,
  HoldReleased: ({ slices }) => within(slices, 'held', 'free'),
  DebtSettled: ({ slices }) => within(slices, 'free', 'used'),
  DebtWrittenOff: nothing,
  WalletClosed: nothing,
  CommandAccepted: nothing,
  RateCardPublished: nothing,
};

// From one part of a lot to another, the owner staying.
const within = (slices: readonly Slice[], from: LotPart, to: LotPart): readonly Move[] =>
  slices.map(({ lotId, memberId, amount }) => ({
    amount,
    from: { lotId, part: from, memberId },
    to: { lotId, part: to, memberId },
  }));

// From one owner to another, within what is free of a lot.
const handedOver = (slices: readonly Slice[], to: string | undefined): readonly Move[] =>
  slices.map(({ lotId, memberId, amount }) => ({
    amount,
    from: { lotId, part: 'free', memberId },
    to: { lotId, part: 'free', memberId: to },
  }));

const NO_MOVES: Moves = { all: [], byLot: new Map(), byMember: new Map() };

function indexed(all: readonly Move[]): Moves {
  const byLot = new Map<string, Move[]>();
  const byMember = new Map<string, Move[]>();
  for (const move of all) {
    const { from, to } = move;
    put(byLot, from.lotId, move);
    if (to.lotId !== from.lotId) put(byLot, to.lotId, move);
    if (from.memberId !== undefined) put(byMember, from.memberId, move);
    if (to.memberId !== undefined && to.memberId !== from.memberId)
      put(byMember, to.memberId, move);
  }
  return { all, byLot, byMember };
}

function put(index: Map<string, Move[]>, key: string, move: Move): void {
  const listed = index.get(key);
  if (listed === undefined) index.set(key, [move]);
  else listed.push(move);
}
