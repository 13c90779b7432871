import type { Instant } from '#eventsourcing';
import type { Credits, Decimal, Money } from '../credits.ts';
import type { LotKind, Slice } from './terms.ts';

/** What happened, when, and what it carries. */
export type Event<Type extends string, Data = unknown> = Readonly<{
  type: Type;
  occurredAt: Instant;
  data: Readonly<Data>;
}>;

/** On every event that moves credit: the wallet's figures after it, in stream order. */
export interface After {
  readonly balanceAfter: Credits;
  readonly availableAfter: Credits;
}

/** On an event that leaves the wallet's figures as they are, for its answer: what they are. */
export interface Standing {
  readonly balanceStands: Credits;
  readonly availableStands: Credits;
}

/** The terms of a new lot. A lot that is not yet effective has no `balanceAfter`: it makes no row. */
export interface LotTerms extends Partial<After>, Partial<Standing> {
  readonly lotId: string;
  readonly amount: Credits;
  readonly cost?: Money | undefined;
  readonly rank: number;
  readonly effectiveAt: Instant;
  readonly expiresAt?: Instant | undefined;
  readonly restrictedTo: readonly string[];
}

/** How usage was priced. */
export interface Priced {
  readonly action: string;
  readonly quantities: Readonly<Record<string, Decimal>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly rateCardVersion?: number | undefined;
}

export interface Share {
  readonly memberId: string;
  readonly slices: readonly Slice[];
  readonly requestId?: string | undefined;
}

export type ExpiryCause = 'DUE' | 'AFTER_RELEASE' | 'AFTER_REVERSAL';
export type ReturnCause = 'RECALL' | 'MEMBER_REMOVED' | 'POOLED' | 'AFTER_RELEASE';
export type ReleaseCause = 'CAPTURED' | 'RELEASED' | 'DEADLINE';
export type CancelCause = 'WITHDRAWN' | 'MEMBER_REMOVED' | 'WALLET_CLOSED';

/** What happened to parts of one lot. */
export interface LotChange {
  readonly lotId: string;
  readonly kind: LotKind;
  readonly amount: Credits;
  readonly slices: readonly Slice[];
}

/** Why an accepted command changed nothing. */
export type Outcome =
  | 'NOTHING_FREE'
  | 'NO_DEBT'
  | 'NONE_PENDING'
  | 'NONE_FITS'
  | 'NO_MEMBERS'
  | 'UNCHANGED'
  | 'CAPTURED_BEFORE';
