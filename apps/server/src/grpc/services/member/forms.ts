import {
  type AddMemberRequest,
  type AllocateCreditsRequest,
  type AmountPerMember,
  CapWindow,
  type ListMembersRequest,
  MemberRole,
  type RecallAllocationRequest,
  type RemoveMemberRequest,
  type SameAmount,
  type SetCapRequest,
} from '#contracts';
import { IsChosenFrom, IsChosenFromOrUnset } from '../../transport/validation/enum-rules.ts';
import {
  CaseOf,
  type FormOf,
  Nested,
  WhenGiven,
  type Form,
} from '../../transport/validation/form.ts';
import { isCreditAmount, isEntityId, isMapOf } from '../../transport/validation/predicates.ts';
import {
  IsCreditAmount,
  IsCreditAmountOrZero,
  IsEntityId,
  IsGiven,
  IsTrue,
  rule,
} from '../../transport/validation/rules.ts';
import { CapTargetForm, WalletCommandForm, WalletPageForm } from '../common-forms.ts';

class AddMemberForm extends WalletCommandForm implements FormOf<AddMemberRequest> {
  @IsEntityId() memberId: unknown;
  @IsChosenFromOrUnset(MemberRole) role: unknown;
}

class RemoveMemberForm extends WalletCommandForm implements FormOf<RemoveMemberRequest> {
  @IsEntityId() memberId: unknown;
}

class ListMembersForm extends WalletPageForm implements FormOf<ListMembersRequest> {
  includeRemoved: unknown;
}

class SetCapForm extends WalletCommandForm implements FormOf<SetCapRequest> {
  @IsGiven() @Nested(CapTargetForm) target: unknown;
  @IsChosenFrom(CapWindow) window: unknown;
  @CaseOf('limit') @IsCreditAmountOrZero() amount: unknown;
  @CaseOf('limit') @IsTrue() none: unknown;
  @IsGiven() limit: unknown;
}

const membersMax = 10_000;

const AreMembers = () =>
  rule(
    'areMembers',
    (value, message) => {
      const ids = value as readonly string[];
      if ((message as SameAmount).all) return ids.length === 0;
      const isCounted = ids.length >= 1 && ids.length <= membersMax;
      return isCounted && ids.every(isEntityId) && new Set(ids).size === ids.length;
    },
    `must be 1 to ${membersMax} members, each named once, or none with all`,
  );

class SameAmountForm implements FormOf<SameAmount> {
  @IsCreditAmount() amount: unknown;
  @AreMembers() memberIds: unknown;
  all: unknown;
}

const AreAmountsByMember = () =>
  rule(
    'areAmountsByMember',
    (value) =>
      (value as ReadonlyMap<string, string>).size >= 1 &&
      isMapOf(value, membersMax, [isEntityId, isCreditAmount]),
    `must be 1 to ${membersMax} amounts such as "12.50", above 0, by the ids of members`,
  );

class AmountPerMemberForm implements FormOf<AmountPerMember> {
  @AreAmountsByMember() amounts: unknown;
}

class AllocateCreditsForm extends WalletCommandForm implements FormOf<AllocateCreditsRequest> {
  @CaseOf('shares') @Nested(SameAmountForm) sameAmount: unknown;
  @CaseOf('shares') @Nested(AmountPerMemberForm) amounts: unknown;
  @IsGiven() shares: unknown;
}

class RecallAllocationForm extends WalletCommandForm implements FormOf<RecallAllocationRequest> {
  @IsEntityId() memberId: unknown;
  @WhenGiven() @IsCreditAmount() amount: unknown;
}

/** What the requests of MemberService must be like. */
export const memberForms = {
  AddMember: AddMemberForm,
  RemoveMember: RemoveMemberForm,
  ListMembers: ListMembersForm,
  SetCap: SetCapForm,
  AllocateCredits: AllocateCreditsForm,
  RecallAllocation: RecallAllocationForm,
} as const satisfies Readonly<Record<string, Form>>;
