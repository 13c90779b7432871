import type { Actor, Instant } from '#eventsourcing';
import type { Credits, LotKind, Payment, Resource, Slice, Source, UsageFlag } from '#ledger';
import { totalOf } from '../amounts.ts';
import { parseDocument, slicesFrom, slicesTo, type StoredForm } from '../codec.ts';

export type TransactionKind =
  | 'CONSUMPTION'
  | 'FREE_ACTION'
  | 'ADDITION'
  | 'REVERSAL'
  | 'EXPIRY'
  | 'VOID'
  | 'REOPENING'
  | 'WRITE_OFF'
  | 'ALLOCATION'
  | 'ALLOCATION_RETURN';

/** The lists that a history consists of. Moves between pool and pocket count nothing. */
export type TransactionList = 'usage' | 'purchase' | 'lapsed' | 'moves';

/** Every kind of row is in exactly one list (I16, P36). */
export const LIST_OF: Readonly<Record<TransactionKind, TransactionList>> = {
  CONSUMPTION: 'usage',
  FREE_ACTION: 'usage',
  ADDITION: 'purchase',
  REVERSAL: 'purchase',
  EXPIRY: 'lapsed',
  VOID: 'lapsed',
  REOPENING: 'lapsed',
  WRITE_OFF: 'lapsed',
  ALLOCATION: 'moves',
  ALLOCATION_RETURN: 'moves',
};

/** A row of the history. It is written once, so what it does not have is left out. */
export interface TransactionDocument {
  readonly position: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly filedMonth: string;
  readonly kind: TransactionKind;
  /** What is behind it: an action, a kind of lot, a cause. */
  readonly underlyingType: string;
  /** By how much it changes the wallet's balance. */
  readonly amount: Credits;
  readonly balanceAfter?: Credits | undefined;
  readonly slices: readonly Slice[];
  /** The part of a consumption that no lot paid at that time. */
  readonly debt?: Credits | undefined;
  /** Who used it, or whose pocket it is. */
  readonly memberId?: string | undefined;
  readonly actor: Actor;
  /** Booked by itself: the ledger knows it from the instant at which it was due. */
  readonly isDue: boolean;
  readonly resource?: Resource | undefined;
  readonly payment?: Payment | undefined;
  readonly salesReference?: string | undefined;
  readonly flags?: readonly UsageFlag[] | undefined;
  readonly consumptionId?: string | undefined;
  readonly reversalId?: string | undefined;
  readonly holdId?: string | undefined;
  readonly lotId?: string | undefined;
  readonly lotKind?: LotKind | undefined;
  readonly source?: Source | undefined;
  readonly rateCardVersion?: number | undefined;
  /** Of a free action: its price came to zero at a rate that is not free. */
  readonly zeroPriced?: true | undefined;
  readonly reason?: string | undefined;
  readonly allocationId?: string | undefined;
}

/** Rows are most of what is written, so their amounts are turned into text by name. */
export function encodeTransaction(row: TransactionDocument): string {
  const { amount, balanceAfter, debt, slices } = row;
  const stored: StoredForm<TransactionDocument> = {
    ...row,
    amount: String(amount),
    balanceAfter: balanceAfter === undefined ? undefined : String(balanceAfter),
    slices: slicesTo(slices),
    debt: debt === undefined ? undefined : String(debt),
  };
  return JSON.stringify(stored);
}

const amountFrom = (stored: string | undefined): Credits | undefined =>
  stored === undefined ? undefined : BigInt(stored);

export function decodeTransaction(body: string): TransactionDocument {
  const stored = parseDocument<TransactionDocument>(body);
  return {
    ...stored,
    amount: BigInt(stored.amount),
    balanceAfter: amountFrom(stored.balanceAfter),
    slices: slicesFrom(stored.slices),
    debt: amountFrom(stored.debt),
  };
}

const POCKET_SIGN: Readonly<Record<TransactionKind, bigint>> = {
  CONSUMPTION: -1n,
  FREE_ACTION: 0n,
  ADDITION: 0n,
  REVERSAL: 1n,
  EXPIRY: -1n,
  VOID: -1n,
  REOPENING: 1n,
  WRITE_OFF: 0n,
  ALLOCATION: 1n,
  ALLOCATION_RETURN: -1n,
};

/** By how much a row changes its member's pocket, with what is held from it. */
export function pocketAmount({ kind, slices, memberId }: TransactionDocument): Credits {
  return POCKET_SIGN[kind] * totalOf(slices.filter((slice) => slice.memberId === memberId));
}

const ADDITION_TYPES: Readonly<Record<LotKind, string>> = {
  PROMO: 'Free Credits',
  TRIAL: 'Free Credits',
  ADMIN_GRANT: 'Admin Grant',
  ROLLOVER: 'Rollover',
  MONTHLY: 'Monthly Credits',
  ADD_ON: 'Add-on',
  PURCHASED: 'Purchase',
};

const TYPES: Readonly<Record<Exclude<TransactionKind, 'ADDITION'>, string>> = {
  CONSUMPTION: 'Usage',
  FREE_ACTION: 'Usage',
  REVERSAL: 'Refund',
  EXPIRY: 'Expired',
  VOID: 'Voided',
  REOPENING: 'Reopened',
  WRITE_OFF: 'Written off',
  ALLOCATION: 'Allocated',
  ALLOCATION_RETURN: 'Returned',
};

/** The type of a row as users read it. */
export function typeOf({ kind, lotKind }: TransactionDocument): string {
  if (kind !== 'ADDITION') return TYPES[kind];
  return lotKind === undefined ? 'Purchase' : ADDITION_TYPES[lotKind];
}
