import {
  type CaptureHoldRequest,
  type ExtendHoldRequest,
  type GetHoldRequest,
  OverCapture,
  type PlaceHoldRequest,
  type ReleaseHoldRequest,
} from '#contracts';
import { IsChosenFromOrUnset } from '../../transport/validation/enum-rules.ts';
import { type FormOf, Nested, WhenGiven, type Form } from '../../transport/validation/form.ts';
import {
  IsCreditAmount,
  IsEntityId,
  IsGiven,
  IsIdempotencyKey,
  IsInstant,
  IsQuantities,
  IsSettings,
} from '../../transport/validation/rules.ts';
import { ResourceForm, WalletCommandForm, WalletQueryForm } from '../common-forms.ts';
import { PricedForm } from '../usage/forms.ts';

class PlaceHoldForm extends PricedForm implements FormOf<PlaceHoldRequest> {
  @IsEntityId() holdId: unknown;
  @Nested(ResourceForm) resource: unknown;
  @IsGiven() @IsInstant() deadline: unknown;
  @IsChosenFromOrUnset(OverCapture) overCapture: unknown;
  @IsIdempotencyKey() idempotencyKey: unknown;
  dryRun: unknown;
}

class CaptureHoldForm extends WalletCommandForm implements FormOf<CaptureHoldRequest> {
  @IsEntityId() holdId: unknown;
  @IsEntityId() captureId: unknown;
  @IsQuantities() quantities: unknown;
  @IsSettings() settings: unknown;
  @WhenGiven() @IsCreditAmount() amount: unknown;
  keepOpen: unknown;
}

class ExtendHoldForm extends WalletCommandForm implements FormOf<ExtendHoldRequest> {
  @IsEntityId() holdId: unknown;
  @IsGiven() @IsInstant() deadline: unknown;
}

class ReleaseHoldForm extends WalletCommandForm implements FormOf<ReleaseHoldRequest> {
  @IsEntityId() holdId: unknown;
}

class GetHoldForm extends WalletQueryForm implements FormOf<GetHoldRequest> {
  @IsEntityId() holdId: unknown;
}

/** What the requests of HoldService must be like. */
export const holdForms = {
  PlaceHold: PlaceHoldForm,
  CaptureHold: CaptureHoldForm,
  ExtendHold: ExtendHoldForm,
  ReleaseHold: ReleaseHoldForm,
  GetHold: GetHoldForm,
} as const satisfies Readonly<Record<string, Form>>;
