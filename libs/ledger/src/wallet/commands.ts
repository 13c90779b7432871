import type { Instant } from '#eventsourcing';
import type { LotEnd } from '../calendar/index.ts';
import type { Decimal, Money } from '../credits.ts';
import type { OwnPolicies } from './opening/policies.ts';
import type {
  AskedTerms,
  CapTarget,
  CapWindow,
  LotKind,
  OverCapture,
  Owner,
  Payment,
  PlainText,
  Resource,
  Source,
  Unit,
} from './terms.ts';

type Command<Type extends string, Data = unknown> = Readonly<{ type: Type } & Data>;

/** What usage is: an action with its quantities and settings, or an amount priced elsewhere. */
export interface Usage {
  readonly action: string;
  readonly quantities: Readonly<Record<string, Decimal>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly amount?: Decimal | undefined;
}

/** Usage with who used it and for what. */
export interface AttributedUsage extends Usage {
  readonly memberId?: string | undefined;
  readonly resource?: Resource<PlainText> | undefined;
}

/** Everything that a wallet can be asked to do. Amounts are decimals as the caller wrote them. */
export type WalletCommand =
  | Command<
      'OpenWallet',
      {
        owner: Owner;
        unit: Unit;
        currency: string;
        timeZone: string;
        policies: OwnPolicies;
      }
    >
  | Command<'ChangePolicy', { policies: OwnPolicies }>
  | Command<
      'RecordPurchase',
      AskedTerms & {
        purchaseId: string;
        cost: Money;
        salesReference?: string | undefined;
        payment?: Payment | undefined;
        bonus?: (AskedTerms & { kind: LotKind }) | undefined;
      }
    >
  | Command<
      'GrantCredits',
      AskedTerms & {
        grantId: string;
        kind: LotKind;
        source?: Source | undefined;
        reason?: PlainText | undefined;
      }
    >
  | Command<'VoidLot', { lotId: string; reason?: PlainText | undefined }>
  | Command<'MoveExpiry', { lotId: string; end: LotEnd; reason?: PlainText | undefined }>
  | Command<'WriteOffDebt', { consumptionId?: string | undefined; reason?: PlainText | undefined }>
  | Command<'CloseWallet', { reason?: PlainText | undefined }>
  | Command<'AddMember', { memberId: string; role: string }>
  | Command<'RemoveMember', { memberId: string }>
  | Command<'SetCap', { target: CapTarget; window: CapWindow; amount: Decimal | null }>
  | Command<'AllocateCredits', { amounts: Readonly<Record<string, Decimal>> }>
  | Command<'AllocateSameAmount', { amount: Decimal; memberIds: readonly string[] | 'ALL' }>
  | Command<'RecallAllocation', { memberId: string; amount?: Decimal | undefined }>
  | Command<
      'RequestCredits',
      { requestId: string; memberId: string; amount: Decimal; note?: PlainText | undefined }
    >
  | Command<'WithdrawRequest', { requestId: string; memberId: string }>
  | Command<'ApproveRequest', { requestId: string; amount?: Decimal | undefined }>
  | Command<'RejectRequest', { requestId: string; reason?: PlainText | undefined }>
  | Command<'ApproveAllRequests', { bestEffort: boolean }>
  | Command<'RejectAllRequests', { reason?: PlainText | undefined }>
  | Command<'ConsumeCredits', AttributedUsage & { consumptionId: string }>
  | Command<
      'RecordUsage',
      AttributedUsage & { consumptionId: string; occurredAt?: Instant | undefined }
    >
  | Command<
      'ReverseConsumption',
      {
        consumptionId: string;
        amount?: Decimal | undefined;
        /** Unset, one is made. */
        reversalId?: string | undefined;
      }
    >
  | Command<
      'PlaceHold',
      AttributedUsage & {
        holdId: string;
        deadline: Instant;
        overCapture?: OverCapture | undefined;
      }
    >
  | Command<
      'CaptureHold',
      {
        holdId: string;
        captureId: string;
        quantities: Readonly<Record<string, Decimal>>;
        settings: Readonly<Record<string, string>>;
        amount?: Decimal | undefined;
        resource?: Resource<PlainText> | undefined;
        keepOpen: boolean;
      }
    >
  | Command<'ExtendHold', { holdId: string; deadline: Instant }>
  | Command<'ReleaseHold', { holdId: string }>;

export type CommandType = WalletCommand['type'];
export type CommandOf<Type extends CommandType> = Extract<WalletCommand, { type: Type }>;
