import type { Actor, Instant } from '#eventsourcing';
import type { Credits, Decimal, Money } from '../credits.ts';
import type { Consumption, Lot } from './state.ts';
import type { OwnPolicies, PolicyName } from './policies.ts';
import type {
  CapTarget,
  CapWindow,
  LotKind,
  OverCapture,
  Owner,
  Payment,
  Resource,
  Slice,
  Source,
  Unit,
  UsageFlag,
} from './terms.ts';

type Event<Type extends string, Data = unknown> = Readonly<{
  type: Type;
  occurredAt: Instant;
  data: Readonly<Data>;
}>;

/** On every event that moves credit: the wallet's figures after it, in stream order. */
export interface After {
  readonly balanceAfter: Credits;
  readonly availableAfter: Credits;
}

/** The terms of a new lot. A lot that is not yet effective has no `balanceAfter`: it makes no row. */
export interface LotTerms extends Partial<After> {
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

// These names and fields are stored for ever: add events, never edit them.
export type WalletEvent =
  | Event<
      'WalletOpened',
      {
        owner: Owner;
        unit: Unit;
        currency: string;
        timeZone: string;
        policies: OwnPolicies;
      }
    >
  | Event<'WalletPolicyChanged', { name: PolicyName; from: unknown; to: unknown }>
  | Event<
      'CreditsPurchased',
      LotTerms & {
        purchaseId: string;
        cost: Money;
        kind: LotKind;
        bonusOfLotId?: string | undefined;
        salesReference?: string | undefined;
        payment?: Payment | undefined;
      }
    >
  | Event<
      'CreditsGranted',
      LotTerms & {
        kind: LotKind;
        source: Source;
        reason?: string | undefined;
      }
    >
  | Event<
      'LotActivated',
      After & {
        lotId: string;
        amount: Credits;
        kind: LotKind;
        source: Source;
        salesReference?: string | undefined;
        payment?: Payment | undefined;
      }
    >
  | Event<'LotExpired', After & LotChange & { cause: ExpiryCause }>
  | Event<'ExpiryReopened', After & LotChange>
  | Event<'LotVoided', Partial<After> & LotChange & { reason?: string | undefined }>
  | Event<
      'LotSplit',
      {
        lotId: string;
        newLotId: string;
        amount: Credits;
        slices: readonly Slice[];
        newExpiresAt?: Instant | undefined;
        reason?: string | undefined;
      }
    >
  | Event<'MemberAdded', { memberId: string; role: string }>
  | Event<'MemberRemoved', { memberId: string }>
  | Event<'CapSet', { target: CapTarget; window: CapWindow; amount?: Credits | undefined }>
  | Event<
      'CreditsAllocated',
      {
        allocationId: string;
        shares: readonly Share[];
        total: Credits;
        poolAfter: Credits;
      }
    >
  | Event<
      'AllocationReturned',
      {
        memberId: string;
        slices: readonly Slice[];
        total: Credits;
        cause: ReturnCause;
        poolAfter: Credits;
      }
    >
  | Event<
      'CreditsRequested',
      { requestId: string; memberId: string; amount: Credits; note?: string | undefined }
    >
  | Event<
      'RequestApproved',
      {
        requestId: string;
        memberId: string;
        requestedAmount: Credits;
        approvedAmount: Credits;
        decidedBy: Actor;
      }
    >
  | Event<
      'RequestRejected',
      {
        requestId: string;
        memberId: string;
        amount: Credits;
        decidedBy: Actor;
        reason?: string | undefined;
      }
    >
  | Event<
      'RequestCancelled',
      {
        requestId: string;
        memberId: string;
        amount: Credits;
        cause: CancelCause;
        decidedBy: Actor;
      }
    >
  | Event<
      'CreditsConsumed',
      After &
        Priced & {
          consumptionId: string;
          memberId?: string | undefined;
          amount: Credits;
          slices: readonly Slice[];
          debt: Credits;
          flags: readonly UsageFlag[];
          resource?: Resource | undefined;
          /** Of a capture: its hold, since when that was held, and which slices came from free lots. */
          holdId?: string | undefined;
          heldSince?: Instant | undefined;
          overflow?: readonly Slice[] | undefined;
        }
    >
  | Event<
      'FreeActionRecorded',
      Priced & {
        consumptionId: string;
        memberId?: string | undefined;
        resource?: Resource | undefined;
      }
    >
  | Event<
      'ConsumptionReversed',
      After & {
        consumptionId: string;
        reversalId: string;
        memberId?: string | undefined;
        amount: Credits;
        slices: readonly Slice[];
        debtForgiven: Credits;
        forfeited: Credits;
        /** The consumption and the lots as they are after this event, though the archive had them. */
        consumption: Consumption;
        lots: readonly Lot[];
      }
    >
  | Event<
      'CreditsHeld',
      Priced & {
        holdId: string;
        memberId?: string | undefined;
        amount: Credits;
        slices: readonly Slice[];
        deadline: Instant;
        overCapture: OverCapture;
        resource?: Resource | undefined;
        availableAfter: Credits;
      }
    >
  | Event<
      'HoldCaptured',
      {
        holdId: string;
        captureId: string;
        memberId?: string | undefined;
        slices: readonly Slice[];
        amount: Credits;
        remaining: Credits;
        keepOpen: boolean;
      }
    >
  | Event<
      'HoldReleased',
      {
        holdId: string;
        memberId?: string | undefined;
        slices: readonly Slice[];
        amount: Credits;
        cause: ReleaseCause;
        availableAfter: Credits;
      }
    >
  | Event<'DebtSettled', After & { amount: Credits; slices: readonly Slice[] }>
  | Event<
      'DebtWrittenOff',
      After & {
        consumptionId: string;
        memberId?: string | undefined;
        amount: Credits;
        reason?: string | undefined;
      }
    >
  | Event<
      'WalletClosed',
      {
        granted: Credits;
        used: Credits;
        expired: Credits;
        voided: Credits;
        reason?: string | undefined;
      }
    >
  | Event<'CommandAccepted', { outcome: Outcome; refersTo?: number | undefined }>;

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

export type EventType = WalletEvent['type'];
export type EventOf<Type extends EventType> = Extract<WalletEvent, { type: Type }>;
