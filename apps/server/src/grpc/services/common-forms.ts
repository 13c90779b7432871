import {
  type CapTarget,
  type LotEnd,
  type LotSource,
  type Money,
  type Payment,
  type Resource,
} from '#contracts';
import { CaseOf, type FormOf, WhenGiven } from '../transport/validation/form.ts';
import {
  IsCalendarDuration,
  IsCalendarDurationOrZero,
  IsCurrency,
  IsEntityId,
  IsGiven,
  IsIdempotencyKey,
  IsInstant,
  IsIntegerFrom,
  IsMinorUnits,
  IsTextOf,
  IsTrue,
  rule,
} from '../transport/validation/rules.ts';

/** What every command on a wallet has. */
export class WalletCommandForm {
  @IsEntityId() walletId: unknown;
  @IsIdempotencyKey() idempotencyKey: unknown;
  dryRun: unknown;
}

/** A position as answers give it. */
export const IsPosition = () =>
  rule(
    'isPosition',
    (value) => typeof value === 'string' && /^(?:0|[1-9]\d{0,18})$/.test(value),
    'must be a position as a receipt gives it',
  );

/** What every query of a wallet has. */
export class WalletQueryForm {
  @IsEntityId() walletId: unknown;
  @WhenGiven() @IsPosition() atLeastPosition: unknown;
}

const pageSizeMax = 500;
const pageTokenLengthMax = 1_024;

export const IsPageSize = () => IsIntegerFrom(0, pageSizeMax);
export const IsPageToken = () => IsTextOf(pageTokenLengthMax);

/** What every query of a wallet's lists has. */
export class WalletPageForm extends WalletQueryForm {
  @IsPageSize() pageSize: unknown;
  @IsPageToken() pageToken: unknown;
}

export class MoneyForm implements FormOf<Money> {
  @IsCurrency() currency: unknown;
  @IsMinorUnits() minorUnits: unknown;
}

export class ResourceForm implements FormOf<Resource> {
  @IsEntityId() type: unknown;
  @IsEntityId() id: unknown;
  @IsTextOf(256) name: unknown;
}

export class LotEndForm implements FormOf<LotEnd> {
  @CaseOf('end') @IsInstant() at: unknown;
  @CaseOf('end') @IsCalendarDuration() after: unknown;
  @CaseOf('end') @IsCalendarDurationOrZero() endOfLocalDay: unknown;
  @CaseOf('end') @IsCalendarDurationOrZero() endOfLocalMonth: unknown;
  @CaseOf('end') @IsTrue() never: unknown;
  @IsGiven() end: unknown;
}

export class LotSourceForm implements FormOf<LotSource> {
  @IsEntityId() type: unknown;
  @IsEntityId() id: unknown;
  @WhenGiven() @IsInstant() periodStart: unknown;
}

const referenceLengthMax = 256;

export const IsReference = () => IsTextOf(referenceLengthMax);

export class PaymentForm implements FormOf<Payment> {
  @IsReference() gateway: unknown;
  @IsReference() paymentId: unknown;
  @IsReference() orderId: unknown;
}

export class CapTargetForm implements FormOf<CapTarget> {
  @CaseOf('target') @IsEntityId() memberId: unknown;
  @CaseOf('target') @IsTrue() memberDefault: unknown;
  @CaseOf('target') @IsTrue() organisation: unknown;
  @IsGiven() target: unknown;
}

export const IsReason = () => IsTextOf(1_000);
export const IsRank = () => IsIntegerFrom(0, 1_000);
