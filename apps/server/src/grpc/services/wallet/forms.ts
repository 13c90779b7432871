import {
  BurnOrder,
  type ChangePolicyRequest,
  type CloseWalletRequest,
  type ExpiredReversal,
  type GetWalletRequest,
  type GrantCreditsRequest,
  type KindRank,
  type ListWalletsRequest,
  LotKind,
  MemberFunding,
  type MoveExpiryRequest,
  type OpenWalletRequest,
  type Owner,
  OwnerType,
  type Policies,
  type PurchaseBonus,
  type RecordPurchaseRequest,
  type Unit,
  type VoidLotRequest,
  type WriteOffDebtRequest,
} from '#contracts';
import { IsChosenFrom, IsChosenFromOrUnset } from '../../transport/validation/enum-rules.ts';
import {
  CaseOf,
  type FormOf,
  Nested,
  WhenGiven,
  type Form,
} from '../../transport/validation/form.ts';
import { isEntityId } from '../../transport/validation/predicates.ts';
import {
  IsCreditAmount,
  IsCreditAmountOrZero,
  IsCurrency,
  IsEntityId,
  IsExactDuration,
  IsGiven,
  IsIanaZone,
  IsInstant,
  IsIntegerFrom,
  IsLotId,
  IsTrue,
  rule,
} from '../../transport/validation/rules.ts';
import {
  IsPageSize,
  IsPageToken,
  IsPosition,
  IsRank,
  IsReason,
  IsReference,
  LotEndForm,
  LotSourceForm,
  MoneyForm,
  PaymentForm,
  WalletCommandForm,
  WalletQueryForm,
} from '../common-forms.ts';

class OwnerForm implements FormOf<Owner> {
  @IsChosenFrom(OwnerType) type: unknown;
  @IsEntityId() id: unknown;
}

class UnitForm implements FormOf<Unit> {
  @IsEntityId() code: unknown;
  @WhenGiven() @IsIntegerFrom(0, 6) scale: unknown;
}

class KindRankForm implements FormOf<KindRank> {
  @IsChosenFrom(LotKind) kind: unknown;
  @IsRank() rank: unknown;
}

class ExpiredReversalForm implements FormOf<ExpiredReversal> {
  @CaseOf('outcome') @IsTrue() forfeit: unknown;
  @CaseOf('outcome') @IsIntegerFrom(1, 3650) reissueForDays: unknown;
  @IsGiven() outcome: unknown;
}

const NamesEachKindOnce = () =>
  rule(
    'namesEachKindOnce',
    (value) => {
      const ranks = value as readonly KindRank[];
      return new Set(ranks.map(({ kind }) => kind)).size === ranks.length;
    },
    'must name each kind once',
  );

class PoliciesForm implements FormOf<Policies> {
  @IsChosenFromOrUnset(MemberFunding) memberFunding: unknown;
  @IsChosenFromOrUnset(BurnOrder) burnOrder: unknown;
  @NamesEachKindOnce() @Nested(KindRankForm) ranks: unknown;
  @WhenGiven() @IsCreditAmountOrZero() overdraftLimit: unknown;
  @WhenGiven() @IsExactDuration() lateWindow: unknown;
  @WhenGiven() @IsExactDuration() acceptanceWindow: unknown;
  @WhenGiven() @IsExactDuration() holdMax: unknown;
  strictUsage: unknown;
  debtSettledByPromo: unknown;
  @Nested(ExpiredReversalForm) expiredReversal: unknown;
}

class OpenWalletForm extends WalletCommandForm implements FormOf<OpenWalletRequest> {
  @IsGiven() @Nested(OwnerForm) owner: unknown;
  @IsGiven() @Nested(UnitForm) unit: unknown;
  @IsCurrency() currency: unknown;
  @IsIanaZone() timeZone: unknown;
  @Nested(PoliciesForm) policies: unknown;
}

class GetWalletForm extends WalletQueryForm implements FormOf<GetWalletRequest> {}

class ListWalletsForm implements FormOf<ListWalletsRequest> {
  @IsPageSize() pageSize: unknown;
  @IsPageToken() pageToken: unknown;
  @WhenGiven() @IsPosition() atLeastPosition: unknown;
}

class ChangePolicyForm extends WalletCommandForm implements FormOf<ChangePolicyRequest> {
  @IsGiven() @Nested(PoliciesForm) policies: unknown;
}

class CloseWalletForm extends WalletCommandForm implements FormOf<CloseWalletRequest> {}

const actionsMax = 100;

const AreActionNames = () =>
  rule(
    'areActionNames',
    (value) => {
      const actions = value as readonly unknown[];
      return actions.length <= actionsMax && actions.every(isEntityId);
    },
    `must be at most ${actionsMax} actions of 1 to 128 characters of A-Z, a-z, 0-9 and ._:~-`,
  );

/** What every new lot is given. */
class LotForm extends WalletCommandForm {
  @IsCreditAmount() amount: unknown;
  @WhenGiven() @IsRank() rank: unknown;
  @WhenGiven() @IsInstant() effectiveAt: unknown;
  @IsGiven() @Nested(LotEndForm) end: unknown;
  @AreActionNames() restrictedTo: unknown;
}

const notBought = ['LOT_KIND_PURCHASED'];

class GrantCreditsForm extends LotForm implements FormOf<GrantCreditsRequest> {
  @IsEntityId() grantId: unknown;
  @IsChosenFrom(LotKind, notBought) kind: unknown;
  @Nested(MoneyForm) cost: unknown;
  @Nested(LotSourceForm) source: unknown;
  @IsReason() reason: unknown;
}

class PurchaseBonusForm implements FormOf<PurchaseBonus> {
  @IsCreditAmount() amount: unknown;
  @IsChosenFromOrUnset(LotKind, notBought) kind: unknown;
  @Nested(LotEndForm) end: unknown;
  @WhenGiven() @IsRank() rank: unknown;
  @AreActionNames() restrictedTo: unknown;
}

class RecordPurchaseForm extends LotForm implements FormOf<RecordPurchaseRequest> {
  @IsEntityId() purchaseId: unknown;
  @IsGiven() @Nested(MoneyForm) cost: unknown;
  @IsReference() salesReference: unknown;
  @Nested(PaymentForm) payment: unknown;
  @Nested(PurchaseBonusForm) bonus: unknown;
}

class VoidLotForm extends WalletCommandForm implements FormOf<VoidLotRequest> {
  @IsLotId() lotId: unknown;
  @IsReason() reason: unknown;
}

class MoveExpiryForm extends VoidLotForm implements FormOf<MoveExpiryRequest> {
  @IsGiven() @Nested(LotEndForm) end: unknown;
}

class WriteOffDebtForm extends WalletCommandForm implements FormOf<WriteOffDebtRequest> {
  @WhenGiven() @IsEntityId() consumptionId: unknown;
}

/** What the requests of WalletService must be like. */
export const walletForms = {
  OpenWallet: OpenWalletForm,
  GetWallet: GetWalletForm,
  ListWallets: ListWalletsForm,
  ChangePolicy: ChangePolicyForm,
  CloseWallet: CloseWalletForm,
  GrantCredits: GrantCreditsForm,
  RecordPurchase: RecordPurchaseForm,
  VoidLot: VoidLotForm,
  MoveExpiry: MoveExpiryForm,
  WriteOffDebt: WriteOffDebtForm,
} as const satisfies Readonly<Record<string, Form>>;
