import type { Instant } from '#eventsourcing';
import type { Credits, Money } from '../credits.ts';
import type {
  After,
  Event,
  ExpiryCause,
  LotChange,
  LotTerms,
  Outcome,
  Priced,
  Standing,
} from './event-parts.ts';
import type { HoldEvent } from './holds/events.ts';
import type { MemberEvent } from './member-events.ts';
import type { Lot } from './lots/lot.ts';
import type { OwnPolicies, PolicyName } from './opening/policies.ts';
import type { Consumption } from './state.ts';
import type { LotKind, Owner, Payment, Resource, Slice, Source, Unit, UsageFlag } from './terms.ts';

export type * from './event-parts.ts';

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
  | Event<
      'LotVoided',
      Partial<After> & Partial<Standing> & LotChange & { reason?: string | undefined }
    >
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
  | MemberEvent
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
      After &
        Priced & {
          consumptionId: string;
          memberId?: string | undefined;
          resource?: Resource | undefined;
          /** Its rate is not free, but its price came to zero. Not told in events of before. */
          zeroPriced?: true | undefined;
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
  | HoldEvent
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
  | Event<
      'CommandAccepted',
      Standing & {
        outcome: Outcome;
        refersTo?: number | undefined;
        leftPending?: readonly string[] | undefined;
        /** Of allocating to nobody: what could be allocated, as it stays. */
        poolStands?: Credits | undefined;
      }
    >;

export type EventType = WalletEvent['type'];
export type EventOf<Type extends EventType> = Extract<WalletEvent, { type: Type }>;
