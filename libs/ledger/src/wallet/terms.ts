import type { Instant } from '#eventsourcing';
import type { Credits, Decimal, Money, Marked } from '../amounts.ts';
import type { LotEnd } from '../calendar/index.ts';

export type LotKind =
  'PROMO' | 'TRIAL' | 'ADMIN_GRANT' | 'ROLLOVER' | 'MONTHLY' | 'ADD_ON' | 'PURCHASED';

/** A part of a lot; without `memberId` it is the pool's. */
export interface Slice {
  readonly lotId: string;
  readonly memberId?: string | undefined;
  readonly amount: Credits;
}

/** Who owns a wallet. */
export interface Owner {
  readonly type: 'ORGANISATION' | 'PERSON';
  readonly id: string;
}

/** What a wallet counts: its name and how many digits follow the point. */
export interface Unit {
  readonly code: string;
  readonly scale: number;
}

/** Where a granted lot comes from. */
export interface Source {
  readonly type: string;
  readonly id: string;
  readonly periodStart?: Instant | undefined;
}

/** How a purchase was paid elsewhere. */
export interface Payment {
  readonly gateway: string;
  readonly paymentId: string;
  readonly orderId: string;
}

/** What was used: an event, a picture, a project. The name is a sealed text. */
export interface Resource<Name = string> {
  readonly type: string;
  readonly id: string;
  readonly name?: Name | undefined;
}

export type CapWindow = 'DAY' | 'WEEK' | 'MONTH' | 'TOTAL';

/** Whom a cap limits. */
export type CapTarget =
  | { readonly type: 'MEMBER'; readonly memberId: string }
  | { readonly type: 'DEFAULT' }
  | { readonly type: 'ORGANISATION' };

export type OverCapture = 'REJECT' | 'CAP' | 'OVERFLOW';

/** What is remarkable about a consumption. */
export type UsageFlag =
  'LATE' | 'FUNDED_OUT_OF_PERIOD' | 'OVER_CAP' | 'OVERDRAWN' | 'BEFORE_OPENING';

/** A text that a caller gave, not yet sealed. */
export type PlainText = Marked<'PLAIN_TEXT'>;

/** Terms of a lot as a caller asks for them. */
export interface AskedTerms {
  readonly amount: Decimal;
  readonly cost?: Money | undefined;
  readonly rank?: number | undefined;
  readonly effectiveAt?: Instant | undefined;
  readonly end: LotEnd;
  readonly restrictedTo: readonly string[];
}
