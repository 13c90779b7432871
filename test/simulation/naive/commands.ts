/**
 * What a naive wallet can be asked. Amounts are whole minor units; instants are minutes since
 * Monday, 1 June 2026, 00:00 UTC.
 */
export type Minute = number;

export type Kind =
  'PROMO' | 'TRIAL' | 'ADMIN_GRANT' | 'ROLLOVER' | 'MONTHLY' | 'ADD_ON' | 'PURCHASED';
export type OverCapture = 'REJECT' | 'CAP' | 'OVERFLOW';
export type Window = 'DAY' | 'WEEK' | 'MONTH' | 'TOTAL';
/** A member's own cap, that of all members without one, or the organisation's. */
export type CapTarget = { readonly member: string } | 'DEFAULT' | 'ORGANISATION';

export interface NaivePolicies {
  readonly memberFunding: 'POOLED' | 'ALLOCATED_ONLY' | 'ALLOCATED_THEN_POOLED';
  readonly burnOrder: 'RANK_FIRST' | 'EXPIRY_FIRST';
  readonly ranks: Readonly<Partial<Record<Kind, number>>>;
  readonly overdraftLimit: number;
  readonly lateHours: number;
  readonly acceptanceDays: number;
  readonly strictUsage: boolean;
  readonly debtSettledByPromo: boolean;
  /** Null is FORFEIT. */
  readonly reissueDays: number | null;
}

export interface AskedLot {
  readonly amount: number;
  /** In cents, for the whole amount. */
  readonly cost?: number | undefined;
  readonly rank?: number | undefined;
  readonly effectiveAt?: Minute | undefined;
  readonly end: Minute | null;
  readonly restrictedTo: readonly string[];
}

/** Usage has either an amount or what it is priced by. */
export interface NaiveUsage {
  readonly action: string;
  readonly amount?: number | undefined;
  readonly quantities: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly memberId?: string | undefined;
}

export interface Commands {
  OpenWallet: object;
  ChangePolicy: { policies: Partial<NaivePolicies> };
  RecordPurchase: {
    purchaseId: string;
    lot: AskedLot & { cost: number };
    bonus?: (AskedLot & { kind: Kind }) | undefined;
  };
  GrantCredits: { grantId: string; kind: Kind; lot: AskedLot };
  VoidLot: { lotId: string };
  MoveExpiry: { lotId: string; end: Minute | null };
  WriteOffDebt: { consumptionId?: string | undefined };
  CloseWallet: object;
  AddMember: { memberId: string };
  RemoveMember: { memberId: string };
  SetCap: { target: CapTarget; window: Window; amount: number | null };
  AllocateCredits: { amounts: Readonly<Record<string, number>> };
  AllocateSameAmount: { amount: number; memberIds: readonly string[] | 'ALL' };
  RecallAllocation: { memberId: string; amount?: number | undefined };
  RequestCredits: { requestId: string; memberId: string; amount: number };
  WithdrawRequest: { requestId: string; memberId: string };
  ApproveRequest: { requestId: string; amount?: number | undefined };
  RejectRequest: { requestId: string };
  ApproveAllRequests: { bestEffort: boolean };
  RejectAllRequests: object;
  ConsumeCredits: NaiveUsage & { consumptionId: string };
  RecordUsage: NaiveUsage & { consumptionId: string; occurredAt?: Minute | undefined };
  ReverseConsumption: { consumptionId: string; amount?: number | undefined };
  PlaceHold: NaiveUsage & {
    holdId: string;
    deadline: Minute;
    overCapture?: OverCapture | undefined;
  };
  CaptureHold: {
    holdId: string;
    captureId: string;
    amount?: number | undefined;
    quantities: Readonly<Record<string, number>>;
    settings: Readonly<Record<string, string>>;
    keepOpen: boolean;
  };
  ExtendHold: { holdId: string; deadline: Minute };
  ReleaseHold: { holdId: string };
}

export type NaiveCommandType = keyof Commands;
export type NaiveCommandOf<Type extends NaiveCommandType> = Readonly<
  { type: Type } & Commands[Type]
>;
export type NaiveCommand = { [Type in NaiveCommandType]: NaiveCommandOf<Type> }[NaiveCommandType];

/** A reason to refuse, with the figures that the refusal must name. */
export interface Objection {
  readonly code: string;
  readonly figures?: Readonly<Record<string, number>> | undefined;
}

/** Refused means for one of the objections: which comes first is nobody's promise. */
export type Prediction =
  | { readonly accepted: false; readonly objections: readonly Objection[] }
  | {
      readonly accepted: true;
      readonly outcome?: string | undefined;
      readonly flags?: readonly string[] | undefined;
    };
