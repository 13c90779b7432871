import { SortedMap, type Instant } from '#eventsourcing';
import type { Credits } from '#ledger';
import { totalOf } from '../amounts.ts';
import { amountsFrom, mapFrom, parseDocument, type StoredForm } from '../codec.ts';
import { keyOf, padded } from '../keys.ts';
import { zoneOf, type DataOf, type Folding } from '../ledger-events.ts';
import { onceMade, projectionOf, type AllBut, type ChangesBy } from '../projection-of.ts';
import { withCap } from './caps.ts';
import { NONE_PENDING, oneLess, oneMore, pendingFrom, type Pending } from './pending.ts';
import { givenBack, plusSpent, spentFrom, type SpentByWindow } from './spending.ts';

/** What an open hold of a member reserves, from its pocket and the pool. */
interface MemberHold {
  readonly placedAt: Instant;
  readonly deadline: Instant;
  readonly remaining: Credits;
}

/** A member, present or past, with its open holds and what counts against its caps. */
export interface MemberDocument {
  readonly memberId: string;
  readonly role: string;
  /** The position of its first addition: members are listed by that, however often they return. */
  readonly position: string;
  readonly addedAt: Instant;
  /** The revision of its last addition. */
  readonly addedRevision: number;
  readonly removedAt: Instant | null;
  readonly holds: SortedMap<MemberHold>;
  /** Its own caps, by window. */
  readonly caps: SortedMap<Credits>;
  readonly spent: SpentByWindow | null;
  readonly pending: Pending;
}

type Ignored =
  | 'WalletOpened'
  | 'WalletPolicyChanged'
  | 'CreditsPurchased'
  | 'CreditsGranted'
  | 'LotActivated'
  // What is in pockets has documents of its own.
  | 'LotExpired'
  | 'ExpiryReopened'
  | 'LotVoided'
  | 'LotSplit'
  | 'CreditsAllocated'
  | 'AllocationReturned'
  | 'DebtSettled'
  | 'DebtWrittenOff'
  | 'FreeActionRecorded'
  | 'WalletClosed'
  | 'CommandAccepted'
  | 'RateCardPublished';

type Seen = AllBut<Ignored>;

const NOTHING_YET = {
  holds: SortedMap.empty<MemberHold>(),
  caps: SortedMap.empty<Credits>(),
  spent: null,
  pending: NONE_PENDING,
};

const changes: ChangesBy<Exclude<Seen, 'MemberAdded'>, MemberDocument> = {
  MemberRemoved: (before, _data, { event }) => ({
    ...before,
    removedAt: event.metadata.occurredAt,
  }),
  CapSet: (before, { window, amount }) => ({
    ...before,
    caps: withCap(before.caps, window, amount),
  }),
  CreditsRequested: (before, { amount }) => ({
    ...before,
    pending: oneMore(before.pending, amount),
  }),
  RequestApproved: (before, { requestedAmount }) => ({
    ...before,
    pending: oneLess(before.pending, requestedAmount),
  }),
  RequestRejected: (before, { amount }) => ({
    ...before,
    pending: oneLess(before.pending, amount),
  }),
  RequestCancelled: (before, { amount }) => ({
    ...before,
    pending: oneLess(before.pending, amount),
  }),
  CreditsConsumed: (before, data, folding) => {
    const { holdId, amount, overflow = [], debt } = data;
    // What was held counts since it was held.
    const counted = holdId === undefined ? amount : totalOf(overflow) + debt;
    const at = folding.event.metadata.occurredAt;
    return withSpent(before, folding, { at, amount: counted });
  },
  ConsumptionReversed: (before, data, folding) => {
    const zone = zoneOf(folding.event);
    const spent = givenBack(before.spent, { ...data, zone });
    return { ...before, spent };
  },
  CreditsHeld: (before, data, folding) => {
    const { holdId, deadline, amount } = data;
    const at = folding.event.metadata.occurredAt;
    const holds = before.holds.with(holdId, { placedAt: at, deadline, remaining: amount });
    return withSpent({ ...before, holds }, folding, { at, amount });
  },
  HoldCaptured: (before, { holdId, remaining }) => {
    const hold = before.holds.get(holdId);
    if (hold === undefined) return before;
    const holds =
      remaining === 0n
        ? before.holds.without(holdId)
        : before.holds.with(holdId, { ...hold, remaining });
    return { ...before, holds };
  },
  HoldExtended: (before, { holdId, deadline }) => {
    const hold = before.holds.get(holdId);
    return hold === undefined
      ? before
      : { ...before, holds: before.holds.with(holdId, { ...hold, deadline }) };
  },
  HoldReleased: (before, data, folding) => {
    const at = before.holds.get(data.holdId)?.placedAt;
    const after = { ...before, holds: before.holds.without(data.holdId) };
    return at === undefined ? after : withSpent(after, folding, { at, amount: -data.amount });
  },
};

/** The members of each wallet, past ones too. */
export const members = projectionOf<Seen, MemberDocument>({
  name: 'members',
  version: 2,
  keys: (data) => {
    const memberId = memberIdOf(data);
    return memberId === undefined ? [] : [memberId];
  },
  folds: {
    MemberAdded: (before, { memberId, role }, { event }) => ({
      ...(before ?? NOTHING_YET),
      memberId,
      role,
      position: before?.position ?? padded(event.position),
      addedAt: event.metadata.occurredAt,
      addedRevision: event.revision,
      removedAt: null,
    }),
    ...onceMade(changes),
  },
  order: ({ removedAt, position }) => keyOf(removedAt === null ? 'active' : 'removed', position),
  decode: (body) => {
    const stored = parseDocument<MemberDocument>(body);
    return {
      ...stored,
      holds: mapFrom(stored.holds, holdFrom),
      caps: amountsFrom(stored.caps),
      spent: stored.spent && spentFrom(stored.spent),
      pending: pendingFrom(stored.pending),
    };
  },
});

const holdFrom = (stored: StoredForm<MemberHold>): MemberHold => ({
  ...stored,
  remaining: BigInt(stored.remaining),
});

function memberIdOf(data: DataOf<Seen>): string | undefined {
  if ('target' in data) return data.target.type === 'MEMBER' ? data.target.memberId : undefined;
  return 'memberId' in data ? data.memberId : undefined;
}

const withSpent = (
  before: MemberDocument,
  { event }: Folding<MemberDocument>,
  { at, amount }: { readonly at: Instant; readonly amount: Credits },
): MemberDocument => ({
  ...before,
  spent: plusSpent(before.spent, { at, amount, zone: zoneOf(event) }),
});
