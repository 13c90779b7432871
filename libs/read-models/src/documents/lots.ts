import type { Instant } from '#eventsourcing';
import type { Credits, LotKind, Money, Payment, Source } from '#ledger';
import { parseDocument, type StoredForm } from '../codec.ts';
import { keyOf } from '../keys.ts';
import type { DataOf, Folding } from '../ledger-events.ts';
import { movesOf, type Spot } from '../moves.ts';
import { onceMade, projectionOf, type AllBut, type FoldsBy } from '../projection-of.ts';

/** A lot: its terms, and where its credit is (I1: granted is the sum of the parts). */
export interface LotDocument {
  readonly lotId: string;
  /** The revision at which it was made: lots are listed in that order. */
  readonly revision: number;
  readonly kind: LotKind;
  /** How much it was made with. */
  readonly amount: Credits;
  readonly cost: Money | null;
  readonly costBasis: Credits;
  readonly rank: number;
  readonly effectiveAt: Instant;
  readonly expiresAt: Instant | null;
  readonly restrictedTo: readonly string[];
  readonly source: Source;
  readonly bonusOfLotId: string | null;
  readonly salesReference: string | null;
  readonly payment: Payment | null;
  readonly recordedAt: Instant;
  /** Whether it has made its row: from the start, or since LotActivated. */
  readonly active: boolean;
  readonly isVoided: boolean;
  /** What it was made with, less what was split off. */
  readonly granted: Credits;
  readonly pool: Credits;
  /** In all pockets together. */
  readonly pockets: Credits;
  readonly held: Credits;
  readonly used: Credits;
  readonly expired: Credits;
  readonly voided: Credits;
}

type Ignored =
  | 'WalletOpened'
  | 'WalletPolicyChanged'
  | 'MemberAdded'
  | 'MemberRemoved'
  | 'HoldExtended'
  | 'CapSet'
  | 'CreditsRequested'
  | 'RequestApproved'
  | 'RequestRejected'
  | 'RequestCancelled'
  | 'FreeActionRecorded'
  | 'DebtWrittenOff'
  | 'WalletClosed'
  | 'CommandAccepted'
  | 'RateCardPublished';

type Seen = AllBut<Ignored>;
type Making = 'CreditsPurchased' | 'CreditsGranted' | 'LotSplit';

const NOTHING = {
  granted: 0n,
  pool: 0n,
  pockets: 0n,
  held: 0n,
  used: 0n,
  expired: 0n,
  voided: 0n,
};

const folds: FoldsBy<Seen, LotDocument> = {
  CreditsPurchased: (_before, data, folding) =>
    made(data, folding, {
      source: { type: 'purchase', id: data.purchaseId },
      bonusOfLotId: data.bonusOfLotId ?? null,
      salesReference: data.salesReference ?? null,
      payment: data.payment ?? null,
    }),
  CreditsGranted: (_before, data, folding) =>
    made(data, folding, {
      source: data.source,
      bonusOfLotId: null,
      salesReference: null,
      payment: null,
    }),
  LotSplit: (before, data, folding) => {
    if (folding.place.key === data.newLotId) return splitOff(data, folding);
    return before && moved({ ...before, granted: before.granted - data.amount }, data, folding);
  },
  ...onceMade<Exclude<Seen, Making>, LotDocument>({
    LotActivated: (before) => ({ ...before, active: true }),
    LotVoided: (before, data, folding) => moved({ ...before, isVoided: true }, data, folding),
    LotExpired: moved,
    ExpiryReopened: moved,
    CreditsAllocated: moved,
    AllocationReturned: moved,
    CreditsConsumed: moved,
    ConsumptionReversed: moved,
    CreditsHeld: moved,
    HoldCaptured: moved,
    HoldReleased: moved,
    DebtSettled: moved,
  }),
};

/**
 * Every lot there ever was, with its terms and all its parts. In the order are those of which
 * something is free, by the instant at which that begins or ends.
 */
export const lotFold = projectionOf<Seen, LotDocument>({
  name: 'lots',
  version: 2,
  keys: (data, { event }) => {
    const moving = movesOf(event).byLot;
    return moving.size > 0 ? [...moving.keys()] : lotIdOf(data);
  },
  folds,
  order: ({ lotId, active, isVoided, pool, pockets, effectiveAt, expiresAt }) => {
    const at = active ? expiresAt : effectiveAt;
    return at === null || isVoided || pool + pockets === 0n ? undefined : keyOf(at, lotId);
  },
  encode: (lot) =>
    JSON.stringify({
      ...lot,
      amount: String(lot.amount),
      costBasis: String(lot.costBasis),
      granted: String(lot.granted),
      pool: String(lot.pool),
      pockets: String(lot.pockets),
      held: String(lot.held),
      used: String(lot.used),
      expired: String(lot.expired),
      voided: String(lot.voided),
    } satisfies StoredForm<LotDocument>),
  decode: (body) => {
    const stored = parseDocument<LotDocument>(body);
    return {
      ...stored,
      amount: BigInt(stored.amount),
      costBasis: BigInt(stored.costBasis),
      granted: BigInt(stored.granted),
      pool: BigInt(stored.pool),
      pockets: BigInt(stored.pockets),
      held: BigInt(stored.held),
      used: BigInt(stored.used),
      expired: BigInt(stored.expired),
      voided: BigInt(stored.voided),
    };
  },
});

// A lot that is made moves nothing; a spend on debt alone concerns no lot.
const lotIdOf = (data: DataOf<Seen>): readonly string[] => ('lotId' in data ? [data.lotId] : []);

function made(
  terms: DataOf<'CreditsPurchased' | 'CreditsGranted'>,
  { event }: Folding<LotDocument>,
  origin: Pick<LotDocument, 'source' | 'bonusOfLotId' | 'salesReference' | 'payment'>,
): LotDocument {
  const { lotId, kind, amount, cost, rank, effectiveAt, expiresAt, restrictedTo } = terms;
  return {
    lotId,
    revision: event.revision,
    kind,
    amount,
    cost: cost ?? null,
    costBasis: amount,
    rank,
    effectiveAt,
    expiresAt: expiresAt ?? null,
    restrictedTo,
    source: origin.source,
    bonusOfLotId: origin.bonusOfLotId,
    salesReference: origin.salesReference,
    payment: origin.payment,
    recordedAt: event.metadata.recordedAt,
    active: terms.balanceAfter !== undefined,
    isVoided: false,
    ...NOTHING,
    granted: amount,
    pool: amount,
  };
}

// A lot split off has the terms of the older one, and what of it was moved.
function splitOff(data: DataOf<'LotSplit'>, folding: Folding<LotDocument>): LotDocument | null {
  const { event, place, beside } = folding;
  const older = beside({ ...place, key: data.lotId });
  if (older === null) return null;
  const newer: LotDocument = {
    ...older,
    lotId: data.newLotId,
    revision: event.revision,
    amount: data.amount,
    expiresAt: data.newExpiresAt ?? null,
    recordedAt: event.metadata.recordedAt,
    isVoided: false,
    ...NOTHING,
    granted: data.amount,
  };
  return moved(newer, data, folding);
}

function moved(lot: LotDocument, _data: unknown, { event }: Folding<LotDocument>): LotDocument {
  let after = lot;
  for (const { amount, from, to } of movesOf(event.event).byLot.get(lot.lotId) ?? []) {
    if (from.lotId === lot.lotId) after = changed(after, from, -amount);
    if (to.lotId === lot.lotId) after = changed(after, to, amount);
  }
  return after;
}

function changed(lot: LotDocument, { part, memberId }: Spot, amount: Credits): LotDocument {
  if (part !== 'free') return { ...lot, [part]: lot[part] + amount };
  return memberId === undefined
    ? { ...lot, pool: lot.pool + amount }
    : { ...lot, pockets: lot.pockets + amount };
}
