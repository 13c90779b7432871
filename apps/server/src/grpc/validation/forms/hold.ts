import {
  type CaptureHoldRequest,
  type ExtendHoldRequest,
  type GetHoldRequest,
  OverCapture,
  type PlaceHoldRequest,
  type ReleaseHoldRequest,
} from '#contracts';
import { IsChosenFromOrUnset } from '../enum-rules.ts';
import { type FormOf, Nested, WhenGiven } from '../form.ts';
import {
  IsCreditAmount,
  IsEntityId,
  IsGiven,
  IsIdempotencyKey,
  IsInstant,
  IsQuantities,
  IsSettings,
} from '../rules.ts';
import { ResourceForm, WalletCommandForm, WalletQueryForm } from './common.ts';
import { PricedForm } from './usage.ts';

export class PlaceHoldForm extends PricedForm implements FormOf<PlaceHoldRequest> {
  @IsEntityId() holdId: unknown;
  @Nested(ResourceForm) resource: unknown;
  @IsGiven() @IsInstant() deadline: unknown;
  @IsChosenFromOrUnset(OverCapture) overCapture: unknown;
  @IsIdempotencyKey() idempotencyKey: unknown;
  dryRun: unknown;
}

export class CaptureHoldForm extends WalletCommandForm implements FormOf<CaptureHoldRequest> {
  @IsEntityId() holdId: unknown;
  @IsEntityId() captureId: unknown;
  @IsQuantities() quantities: unknown;
  @IsSettings() settings: unknown;
  @WhenGiven() @IsCreditAmount() amount: unknown;
  keepOpen: unknown;
}

export class ExtendHoldForm extends WalletCommandForm implements FormOf<ExtendHoldRequest> {
  @IsEntityId() holdId: unknown;
  @IsGiven() @IsInstant() deadline: unknown;
}

export class ReleaseHoldForm extends WalletCommandForm implements FormOf<ReleaseHoldRequest> {
  @IsEntityId() holdId: unknown;
}

export class GetHoldForm extends WalletQueryForm implements FormOf<GetHoldRequest> {
  @IsEntityId() holdId: unknown;
}
