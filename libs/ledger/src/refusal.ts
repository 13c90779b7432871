import { Rejection, type Actor, type Instant } from '#eventsourcing';
import type { Credits } from './amounts.ts';
import type { CapTarget, CapWindow, LotKind } from './wallet/terms.ts';

/** What of a lot entered a decision that was refused. */
export interface ConsideredLot {
  readonly lotId: string;
  readonly kind: LotKind;
  /** The member whose pocket it is in, `null` for the pool. */
  readonly memberId: string | null;
  readonly available: Credits;
  readonly expiresAt: Instant | null;
}

/** When and by how much what is available changes by itself. */
export interface NextChange {
  readonly at: Instant;
  readonly cause: 'LOT_ACTIVATION' | 'LOT_EXPIRY' | 'HOLD_DEADLINE';
  readonly id: string;
  readonly amount: Credits;
}

export type RequestOutcome = 'APPROVED' | 'REJECTED' | 'CANCELLED';
export type HoldOutcome = 'CAPTURED' | 'RELEASED' | 'EXPIRED';
export type IdKind =
  | 'WALLET'
  | 'MEMBER'
  | 'LOT'
  | 'HOLD'
  | 'CONSUMPTION'
  | 'REVERSAL'
  | 'REQUEST'
  | 'RATE_CARD_VERSION';

/** Every reason the ledger may refuse a well-formed command. Amounts are in minor units. */
export type Reason =
  | { readonly code: 'INVALID_FIELD'; readonly field: string; readonly description: string }
  | { readonly code: 'IDEMPOTENCY_KEY_REUSED' }
  | {
      readonly code: 'UNKNOWN_SETTING';
      readonly setting: string;
      /** Empty where the setting itself is unknown. */
      readonly value: string;
      readonly known: readonly string[];
    }
  | {
      readonly code: 'UNKNOWN_QUANTITY';
      readonly quantity: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'WALLET_NOT_FOUND' }
  | { readonly code: 'MEMBER_NOT_FOUND'; readonly memberId: string }
  | { readonly code: 'HOLD_NOT_FOUND'; readonly holdId: string }
  | { readonly code: 'CONSUMPTION_NOT_FOUND'; readonly consumptionId: string }
  | { readonly code: 'REQUEST_NOT_FOUND'; readonly requestId: string }
  | { readonly code: 'LOT_NOT_FOUND'; readonly lotId: string }
  | {
      readonly code: 'INSUFFICIENT_CREDITS';
      readonly available: Credits;
      readonly needed: Credits;
      readonly shortfall: Credits;
      /** The first that were considered, in burn order, and how many there are. */
      readonly lots: readonly ConsideredLot[];
      readonly lotCount: number;
      readonly nextChange: NextChange | null;
    }
  | {
      readonly code: 'CAP_EXCEEDED';
      readonly target: CapTarget;
      readonly window: CapWindow;
      readonly cap: Credits;
      readonly remaining: Credits;
      readonly windowEnd: Instant | null;
    }
  | { readonly code: 'WALLET_CLOSED'; readonly closedAt: Instant }
  | {
      readonly code: 'HOLDS_OPEN';
      readonly holdIds: readonly string[];
      readonly count: number;
      readonly held: Credits;
    }
  | { readonly code: 'DEBT_OPEN'; readonly debt: Credits }
  | { readonly code: 'HOLD_EXPIRED'; readonly holdId: string; readonly deadline: Instant }
  | {
      readonly code: 'HOLD_RESOLVED';
      readonly holdId: string;
      readonly outcome: HoldOutcome;
      readonly captured: Credits;
      readonly released: Credits;
      readonly captureIds: readonly string[];
      /** Absent while the hold is open. */
      readonly resolvedAt: Instant | null;
    }
  | {
      readonly code: 'CAPTURE_CONTRADICTS';
      readonly holdId: string;
      readonly captureId: string;
      /** What it captured, and when. */
      readonly amount: Credits;
      readonly capturedAt: Instant;
    }
  | {
      readonly code: 'OVER_CAPTURE';
      readonly holdId: string;
      readonly remaining: Credits;
      readonly needed: Credits;
    }
  | {
      readonly code: 'REQUEST_DECIDED';
      readonly requestId: string;
      readonly decision: RequestOutcome;
      readonly decidedBy: Actor;
      readonly decidedAt: Instant;
    }
  | {
      readonly code: 'TOO_MANY_REQUESTS_PENDING';
      readonly memberId: string;
      readonly pending: number;
      readonly maximum: number;
    }
  | { readonly code: 'LOT_EXPIRED'; readonly lotId: string; readonly expiresAt: Instant }
  | {
      readonly code: 'NOTHING_TO_REVERSE';
      readonly consumptionId: string;
      readonly remaining: Credits;
    }
  | {
      readonly code: 'POOL_TOO_SMALL';
      readonly available: Credits;
      readonly needed: Credits;
      readonly shortfall: Credits;
    }
  | {
      readonly code: 'POCKET_TOO_SMALL';
      readonly memberId: string;
      readonly available: Credits;
      readonly needed: Credits;
    }
  | { readonly code: 'ALLOCATION_NOT_USED' }
  | {
      readonly code: 'MEMBER_REMOVED';
      readonly memberId: string;
      readonly removedAt: Instant | null;
    }
  | { readonly code: 'NO_RATE'; readonly action: string }
  | {
      readonly code: 'RATE_REQUIREMENT';
      readonly missing: readonly {
        readonly setting: string;
        readonly values: readonly string[];
      }[];
    }
  | {
      readonly code: 'MISSING_QUANTITY';
      /** The quantities of the rate, of which one is enough. */
      readonly names: readonly string[];
    }
  | { readonly code: 'COMMAND_TOO_LARGE'; readonly bytes: number }
  | { readonly code: 'USAGE_TOO_OLD'; readonly oldestAccepted: Instant }
  | { readonly code: 'USAGE_IN_FUTURE'; readonly latestAccepted: Instant }
  | { readonly code: 'ID_TAKEN'; readonly kind: IdKind; readonly id: string };

export type ReasonOf<Code extends Reason['code']> = Extract<Reason, { code: Code }>;

/** An expected answer: no, and why. `scale` is how many digits the wallet's amounts have. */
export class Refusal extends Rejection<Reason> {
  readonly scale: number;

  constructor(reason: Reason, scale = 0) {
    super(reason);
    this.scale = scale;
  }
}

/** What a decision of a wallet failed with; a refusal says how the wallet's amounts are written. */
export const atScale = (error: unknown, scale: number): unknown =>
  error instanceof Refusal ? new Refusal(error.reason, scale) : error;

export function refuse(reason: Reason): never {
  throw new Refusal(reason);
}

/** Refuses one field of a request that only the wallet could judge. */
export function refuseField(field: string, description: string): never {
  return refuse({ code: 'INVALID_FIELD', field, description });
}
