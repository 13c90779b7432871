import { SortedMap, type Instant, type Revision } from '#eventsourcing';
import type { Credits, Money } from '../../credits.ts';
import type { LotKind, Payment, Source } from '../terms.ts';

/** Amounts by owner: the pool's, and each member's pocket. `total` is their sum. */
export interface Owned {
  readonly pool: Credits;
  readonly pockets: SortedMap<Credits>;
  readonly total: Credits;
}

/** An amount of credit with one kind, cost, validity and origin. I1: granted is the sum of its parts. */
export interface Lot {
  readonly lotId: string;
  readonly sequence: number;
  readonly kind: LotKind;
  readonly rank: number;
  /** The unit cost is the ratio of the two. A part split off keeps both. */
  readonly cost: Money | null;
  readonly costBasis: Credits;
  readonly effectiveAt: Instant;
  readonly expiresAt: Instant | null;
  readonly restrictedTo: readonly string[];
  readonly source: Source;
  readonly salesReference: string | null;
  readonly payment: Payment | null;
  readonly bonusOfLotId: string | null;
  /** Whether it has made its row: from the start, or since LotActivated. */
  readonly active: boolean;
  /** What returns to a voided lot is voided at once. */
  readonly isVoided: boolean;
  readonly splits: number;
  readonly granted: Credits;
  readonly free: Owned;
  readonly expired: Owned;
  readonly held: Credits;
  readonly frozen: Credits;
  readonly used: Credits;
  readonly voided: Credits;
  readonly touched: Revision;
}

export const NO_CREDIT: Owned = { pool: 0n, pockets: SortedMap.empty<Credits>(), total: 0n };

/** Whether nothing of a lot is left to spend or to return. */
export const isEmpty = ({ free, held, frozen }: Lot): boolean =>
  free.total === 0n && held === 0n && frozen === 0n;
