import type { Instant } from '#eventsourcing';
import type { Credits, DueThing, Lot } from '#ledger';
import { parseDocument } from '../codec.ts';
import { keyOf } from '../keys.ts';
import type { DataOf, Folding, ReadLedgerEvent } from '../ledger-events.ts';
import { movesOf } from '../moves.ts';
import { projectionOf, type AllBut, type FoldsBy } from '../projection-of.ts';

/**
 * Something that will be due by itself. It is listed exactly while the ledger has something to
 * book for it, so that whoever books what is due is never sent for nothing twice.
 */
export interface DeadlineDocument {
  readonly stream: string;
  readonly kind: DueThing['kind'];
  /** The hold's or the lot's id. */
  readonly id: string;
  readonly dueAt: Instant;
  /** What would become effective, expire or be released. Without any there is nothing to book. */
  readonly free: Credits;
  /** What may become free again. */
  readonly held: Credits;
}

type Ignored =
  | 'WalletOpened'
  | 'WalletPolicyChanged'
  | 'MemberAdded'
  | 'MemberRemoved'
  | 'CapSet'
  // Owners change, amounts do not.
  | 'CreditsAllocated'
  | 'AllocationReturned'
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
type Kind = DeadlineDocument['kind'];
type FoldingDeadline = Folding<DeadlineDocument>;

/** All deadlines of all wallets are one list. */
export const DEADLINES = 'due';

const keyFor = (stream: string, kind: Kind, id: string): string => `${stream}|${kind}:${id}`;

type Keys = readonly string[];

const lotKeys = ({ lotId }: { readonly lotId: string }, { stream }: ReadLedgerEvent): Keys => [
  keyFor(stream, 'ACTIVATION', lotId),
  keyFor(stream, 'EXPIRY', lotId),
];
const expiries = (_data: unknown, { event, stream }: ReadLedgerEvent): Keys =>
  [...movesOf(event).byLot.keys()].map((lotId) => keyFor(stream, 'EXPIRY', lotId));
const holdKeys = (data: { readonly holdId: string }, event: ReadLedgerEvent): Keys => [
  keyFor(event.stream, 'HOLD', data.holdId),
  ...expiries(data, event),
];

const folds: FoldsBy<Seen, DeadlineDocument> = {
  CreditsPurchased: (_before, data, folding) => made(data, folding),
  CreditsGranted: (_before, data, folding) => made(data, folding),
  LotActivated: () => null,
  LotExpired: moved,
  ExpiryReopened: (before, data, folding) => {
    const dueAt = folding.event.event.occurredAt;
    return moved(before ?? empty(folding, 'EXPIRY', { id: data.lotId, dueAt }), data, folding);
  },
  LotVoided: moved,
  LotSplit: (before, data, folding) =>
    before === null ? splitOff(data, folding) : moved(before, data, folding),
  CreditsConsumed: moved,
  // The lots are told whole, for those with nothing left had gone from here.
  ConsumptionReversed: (before, { lots }, folding) => {
    const lot = lots.find(({ lotId }) => isFor(folding, 'EXPIRY', lotId));
    return lot === undefined ? before : expiryOf(lot, folding);
  },
  CreditsHeld: (before, data, folding) => {
    const { holdId: id, deadline: dueAt, amount: free } = data;
    if (!isFor(folding, 'HOLD', id)) return moved(before, data, folding);
    return { ...empty(folding, 'HOLD', { id, dueAt }), free };
  },
  HoldCaptured: (before, data, folding) => {
    if (!isFor(folding, 'HOLD', data.holdId)) return moved(before, data, folding);
    return before && unlessEmpty({ ...before, free: data.remaining });
  },
  HoldReleased: (before, data, folding) =>
    isFor(folding, 'HOLD', data.holdId) ? null : moved(before, data, folding),
  HoldExtended: (before, { deadline }) => before && { ...before, dueAt: deadline },
  DebtSettled: moved,
};

/** When lots begin and end, and when holds reach their deadline. */
export const deadlines = projectionOf<Seen, DeadlineDocument>({
  name: 'deadlines',
  version: 1,
  partition: () => DEADLINES,
  keys: {
    CreditsPurchased: lotKeys,
    CreditsGranted: lotKeys,
    LotActivated: ({ lotId }, { stream }) => [keyFor(stream, 'ACTIVATION', lotId)],
    LotExpired: expiries,
    ExpiryReopened: expiries,
    LotVoided: lotKeys,
    LotSplit: (data, event) => [
      ...lotKeys(data, event),
      ...lotKeys({ lotId: data.newLotId }, event),
    ],
    CreditsConsumed: expiries,
    ConsumptionReversed: expiries,
    CreditsHeld: holdKeys,
    HoldCaptured: holdKeys,
    HoldExtended: ({ holdId }, { stream }) => [keyFor(stream, 'HOLD', holdId)],
    HoldReleased: holdKeys,
    DebtSettled: expiries,
  },
  folds,
  order: ({ stream, kind, id, dueAt, free }) =>
    free > 0n ? keyOf(dueAt, keyFor(stream, kind, id)) : undefined,
  decode: (body) => {
    const stored = parseDocument<DeadlineDocument>(body);
    return { ...stored, free: BigInt(stored.free), held: BigInt(stored.held) };
  },
});

const isFor = ({ event, place }: FoldingDeadline, kind: Kind, id: string): boolean =>
  place.key === keyFor(event.stream, kind, id);

const empty = (
  { event }: FoldingDeadline,
  kind: Kind,
  { id, dueAt }: Pick<DeadlineDocument, 'id' | 'dueAt'>,
): DeadlineDocument => ({ stream: event.stream, kind, id, dueAt, free: 0n, held: 0n });

function made(
  data: DataOf<'CreditsPurchased' | 'CreditsGranted'>,
  folding: FoldingDeadline,
): DeadlineDocument | null {
  const { lotId: id, amount: free, effectiveAt, expiresAt, balanceAfter } = data;
  if (isFor(folding, 'EXPIRY', id))
    return expiresAt === undefined
      ? null
      : { ...empty(folding, 'EXPIRY', { id, dueAt: expiresAt }), free };
  // A lot that is effective already has made its row.
  return balanceAfter === undefined
    ? { ...empty(folding, 'ACTIVATION', { id, dueAt: effectiveAt }), free }
    : null;
}

// The newer lot begins with the older one, and ends at an instant of its own.
function splitOff(data: DataOf<'LotSplit'>, folding: FoldingDeadline): DeadlineDocument | null {
  const { newLotId: id, lotId, amount: free, newExpiresAt } = data;
  const { event, place, beside } = folding;
  if (isFor(folding, 'EXPIRY', id))
    return newExpiresAt === undefined
      ? null
      : { ...empty(folding, 'EXPIRY', { id, dueAt: newExpiresAt }), free };
  if (!isFor(folding, 'ACTIVATION', id)) return null;
  const older = beside({ ...place, key: keyFor(event.stream, 'ACTIVATION', lotId) });
  return older && { ...older, id, free };
}

const expiryOf = (
  { lotId: id, expiresAt, free, held }: Lot,
  folding: FoldingDeadline,
): DeadlineDocument | null =>
  expiresAt === null
    ? null
    : unlessEmpty({
        ...empty(folding, 'EXPIRY', { id, dueAt: expiresAt }),
        free: free.total,
        held,
      });

function moved(
  before: DeadlineDocument | null,
  _data: unknown,
  { event }: FoldingDeadline,
): DeadlineDocument | null {
  if (before === null) return null;
  let { free, held } = before;
  for (const { amount, from, to } of movesOf(event.event).byLot.get(before.id) ?? []) {
    if (from.part === 'free' && from.lotId === before.id) free -= amount;
    if (from.part === 'held') held -= amount;
    if (to.part === 'free' && to.lotId === before.id) free += amount;
    if (to.part === 'held') held += amount;
  }
  return unlessEmpty({ ...before, free, held });
}

const unlessEmpty = (deadline: DeadlineDocument): DeadlineDocument | null =>
  deadline.free === 0n && deadline.held === 0n ? null : deadline;
