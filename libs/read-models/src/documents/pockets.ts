import type { Credits } from '#ledger';
import { parseDocument } from '../codec.ts';
import { keyOf } from '../keys.ts';
import type { Folding, ReadLedgerEvent } from '../ledger-events.ts';
import { movesOf } from '../moves.ts';
import { projectionOf, type AllBut, type FoldsBy } from '../projection-of.ts';

/** What of one lot is free in one member's pocket, as booked. */
export interface PocketDocument {
  readonly lotId: string;
  readonly memberId: string;
  readonly amount: Credits;
}

type Ignored =
  | 'WalletOpened'
  | 'WalletPolicyChanged'
  | 'CreditsPurchased'
  | 'CreditsGranted'
  | 'LotActivated'
  | 'MemberAdded'
  | 'MemberRemoved'
  | 'HoldExtended'
  | 'CapSet'
  | 'CreditsRequested'
  | 'RequestApproved'
  | 'RequestRejected'
  | 'RequestCancelled'
  | 'FreeActionRecorded'
  // From what was held.
  | 'HoldCaptured'
  // It settles from the pool alone.
  | 'DebtSettled'
  | 'DebtWrittenOff'
  | 'WalletClosed'
  | 'CommandAccepted'
  | 'RateCardPublished';

type Seen = AllBut<Ignored>;

const folds: FoldsBy<Seen, PocketDocument> = {
  LotExpired: moved,
  ExpiryReopened: moved,
  LotVoided: moved,
  LotSplit: moved,
  CreditsAllocated: moved,
  AllocationReturned: moved,
  CreditsConsumed: moved,
  ConsumptionReversed: moved,
  CreditsHeld: moved,
  HoldReleased: moved,
};

/**
 * The pockets of each wallet, lot by lot: by key the members of a lot, in the order the lots of a
 * member. What is used up leaves the order alone, so that an event told again finds that it was.
 */
export const pockets = projectionOf<Seen, PocketDocument>({
  name: 'pockets',
  version: 1,
  keys: (_data, { event }: ReadLedgerEvent) => {
    const keys = new Set<string>();
    for (const { from, to } of movesOf(event).all)
      for (const { lotId, part, memberId } of [from, to])
        if (part === 'free' && memberId !== undefined) keys.add(keyOf(lotId, memberId));
    return [...keys];
  },
  folds,
  order: ({ lotId, memberId, amount }) => (amount > 0n ? keyOf(memberId, lotId) : undefined),
  decode: (body) => {
    const stored = parseDocument<PocketDocument>(body);
    return { ...stored, amount: BigInt(stored.amount) };
  },
});

function moved(
  before: PocketDocument | null,
  _data: unknown,
  { event, place }: Folding<PocketDocument>,
): PocketDocument {
  const [lotId = '', memberId = ''] = place.key.split(' ');
  let amount = before?.amount ?? 0n;
  for (const move of movesOf(event.event).byMember.get(memberId) ?? []) {
    if (isOf(move.from, lotId, memberId)) amount -= move.amount;
    if (isOf(move.to, lotId, memberId)) amount += move.amount;
  }
  return { lotId, memberId, amount };
}

const isOf = (
  spot: { readonly lotId: string; readonly part: string; readonly memberId: string | undefined },
  lotId: string,
  memberId: string,
): boolean => spot.part === 'free' && spot.lotId === lotId && spot.memberId === memberId;
