import {
  type ApproveAllRequestsRequest,
  type ApproveRequestRequest,
  type ListRequestsRequest,
  type RejectAllRequestsRequest,
  type RejectRequestRequest,
  type RequestCreditsRequest,
  RequestStatus,
  type WithdrawRequestRequest,
} from '#contracts';
import { IsChosenFromOrUnset } from '../../transport/validation/enum-rules.ts';
import { type FormOf, WhenGiven, type Form } from '../../transport/validation/form.ts';
import { IsCreditAmount, IsEntityId } from '../../transport/validation/rules.ts';
import { IsReason, WalletCommandForm, WalletPageForm } from '../common-forms.ts';

class RequestCreditsForm extends WalletCommandForm implements FormOf<RequestCreditsRequest> {
  @IsEntityId() requestId: unknown;
  @IsEntityId() memberId: unknown;
  @IsCreditAmount() amount: unknown;
  @IsReason() note: unknown;
}

class WithdrawRequestForm extends WalletCommandForm implements FormOf<WithdrawRequestRequest> {
  @IsEntityId() requestId: unknown;
  @IsEntityId() onBehalfOf: unknown;
}

class ListRequestsForm extends WalletPageForm implements FormOf<ListRequestsRequest> {
  @IsChosenFromOrUnset(RequestStatus) status: unknown;
  @WhenGiven() @IsEntityId() memberId: unknown;
}

class ApproveRequestForm extends WalletCommandForm implements FormOf<ApproveRequestRequest> {
  @IsEntityId() requestId: unknown;
  @WhenGiven() @IsCreditAmount() amount: unknown;
}

class RejectRequestForm extends WalletCommandForm implements FormOf<RejectRequestRequest> {
  @IsEntityId() requestId: unknown;
  @IsReason() reason: unknown;
}

class ApproveAllRequestsForm
  extends WalletCommandForm
  implements FormOf<ApproveAllRequestsRequest>
{
  bestEffort: unknown;
}

class RejectAllRequestsForm extends WalletCommandForm implements FormOf<RejectAllRequestsRequest> {
  @IsReason() reason: unknown;
}

/** What the requests of RequestService must be like. */
export const requestForms = {
  RequestCredits: RequestCreditsForm,
  WithdrawRequest: WithdrawRequestForm,
  ListRequests: ListRequestsForm,
  ApproveRequest: ApproveRequestForm,
  RejectRequest: RejectRequestForm,
  ApproveAllRequests: ApproveAllRequestsForm,
  RejectAllRequests: RejectAllRequestsForm,
} as const satisfies Readonly<Record<string, Form>>;
