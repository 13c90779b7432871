import { keyOf, padded } from '../keys.ts';
import type { ReadLedgerEvent } from '../ledger-events.ts';
import { movesOf } from '../moves.ts';
import { projectionOf, type AllBut, type FoldsBy } from '../projection-of.ts';
import {
  decodeTransaction,
  encodeTransaction,
  LIST_OF,
  type TransactionDocument,
  type TransactionList,
} from './transaction.ts';
import { addition, ofLot, row, usage } from './transaction-rows.ts';

type Ignored =
  | 'WalletOpened'
  | 'WalletPolicyChanged'
  | 'LotSplit'
  | 'MemberAdded'
  | 'MemberRemoved'
  | 'CapSet'
  | 'CreditsRequested'
  | 'RequestApproved'
  | 'RequestRejected'
  | 'RequestCancelled'
  | 'CreditsHeld'
  | 'HoldCaptured'
  | 'HoldExtended'
  | 'HoldReleased'
  | 'DebtSettled'
  | 'WalletClosed'
  | 'CommandAccepted'
  | 'RateCardPublished';

type Seen = AllBut<Ignored>;

type Keys = readonly string[];

const inList =
  (list: TransactionList) =>
  (_data: unknown, { position }: ReadLedgerEvent): Keys => [keyOf(list, padded(position))];

// A lot that is not effective yet makes no row, nor does voiding it.
const inListOnceEffective =
  (list: TransactionList) =>
  ({ balanceAfter }: { readonly balanceAfter?: unknown }, { position }: ReadLedgerEvent): Keys =>
    balanceAfter === undefined ? [] : [keyOf(list, padded(position))];

/** Rows that only the lists of the members have whose pockets they touch. */
const ofMembers = (_data: unknown, { event, position }: ReadLedgerEvent): Keys =>
  [...movesOf(event).byMember.keys()].map((memberId) =>
    keyOf('member', padded(position), memberId),
  );

const lapse = (data: { readonly balanceAfter?: unknown }, event: ReadLedgerEvent): Keys => [
  ...inListOnceEffective('lapsed')(data, event),
  ...ofMembers(data, event),
];

const folds: FoldsBy<Seen, TransactionDocument> = {
  CreditsPurchased: (_before, data, folding) =>
    row(folding, {
      ...addition(data),
      source: { type: 'purchase', id: data.purchaseId },
      salesReference: data.salesReference,
      payment: data.payment,
    }),
  CreditsGranted: (_before, data, folding) =>
    row(folding, { ...addition(data), source: data.source, reason: data.reason }),
  LotActivated: (_before, data, folding) =>
    row(folding, {
      ...addition(data),
      source: data.source,
      salesReference: data.salesReference,
      payment: data.payment,
    }),
  LotExpired: (_before, data, folding) =>
    row(folding, {
      ...ofLot(data),
      kind: 'EXPIRY',
      underlyingType: data.cause.toLowerCase(),
      amount: -data.amount,
    }),
  ExpiryReopened: (_before, data, folding) =>
    row(folding, {
      ...ofLot(data),
      kind: 'REOPENING',
      underlyingType: 'late_usage',
      amount: data.amount,
    }),
  LotVoided: (_before, data, folding) =>
    row(folding, {
      ...ofLot(data),
      kind: 'VOID',
      underlyingType: 'void',
      amount: -data.amount,
      reason: data.reason,
    }),
  CreditsAllocated: (_before, { allocationId }, folding) =>
    row(folding, {
      kind: 'ALLOCATION',
      underlyingType: 'allocation',
      amount: 0n,
      allocationId,
    }),
  AllocationReturned: (_before, { cause }, folding) =>
    row(folding, {
      kind: 'ALLOCATION_RETURN',
      underlyingType: cause.toLowerCase(),
      amount: 0n,
    }),
  CreditsConsumed: (_before, data, folding) =>
    row(folding, {
      ...usage(data),
      kind: 'CONSUMPTION',
      amount: -data.amount,
      balanceAfter: data.balanceAfter,
      slices: data.slices,
      debt: data.debt === 0n ? undefined : data.debt,
      flags: data.flags.length === 0 ? undefined : data.flags,
      holdId: data.holdId,
    }),
  FreeActionRecorded: (_before, data, folding) =>
    row(folding, {
      ...usage(data),
      kind: 'FREE_ACTION',
      amount: 0n,
      balanceAfter: data.balanceAfter,
      zeroPriced: data.zeroPriced,
    }),
  ConsumptionReversed: (_before, data, folding) =>
    row(folding, {
      kind: 'REVERSAL',
      underlyingType: data.consumption.action,
      amount: data.amount,
      balanceAfter: data.balanceAfter,
      slices: data.slices,
      memberId: data.memberId,
      consumptionId: data.consumptionId,
      reversalId: data.reversalId,
    }),
  DebtWrittenOff: (_before, data, folding) =>
    row(folding, {
      kind: 'WRITE_OFF',
      underlyingType: 'write_off',
      amount: data.amount,
      balanceAfter: data.balanceAfter,
      memberId: data.memberId,
      consumptionId: data.consumptionId,
      reason: data.reason,
    }),
};

/**
 * The history of each wallet, a row for each event that counts. Rows are keyed by their list and
 * position; a member's own list is in the order, and has rows of its own for what an event did to
 * its pocket among others.
 */
export const transactions = projectionOf<Seen, TransactionDocument>({
  name: 'transactions',
  version: 1,
  once: true,
  keys: {
    CreditsPurchased: inListOnceEffective('purchase'),
    CreditsGranted: inListOnceEffective('purchase'),
    LotActivated: inList('purchase'),
    LotExpired: lapse,
    ExpiryReopened: lapse,
    LotVoided: lapse,
    CreditsAllocated: ofMembers,
    AllocationReturned: ofMembers,
    CreditsConsumed: inList('usage'),
    FreeActionRecorded: inList('usage'),
    ConsumptionReversed: inList('purchase'),
    DebtWrittenOff: inList('lapsed'),
  },
  folds,
  order: ({ kind, memberId, position }) =>
    memberId === undefined || kind === 'WRITE_OFF'
      ? undefined
      : keyOf(memberId, LIST_OF[kind], position),
  encode: encodeTransaction,
  decode: decodeTransaction,
});
