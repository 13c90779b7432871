import type {
  BatchRecordUsageRequest,
  ConsumeCreditsRequest,
  QuoteUsageRequest,
  RecordUsageRequest,
  ReverseConsumptionRequest,
  StreamUsageRequest,
  UsageRecord,
} from '#contracts';
import { type FormOf, Nested, WhenGiven, type Form } from '../../transport/validation/form.ts';
import {
  IsActionName,
  IsCreditAmount,
  IsEntityId,
  IsGiven,
  IsIdempotencyKey,
  IsInstant,
  IsQuantities,
  IsSettings,
  rule,
} from '../../transport/validation/rules.ts';
import { IsPosition, ResourceForm, WalletCommandForm } from '../common-forms.ts';

/** What has a price: an action with its quantities and settings, or an amount. */
export class PricedForm {
  @IsEntityId() walletId: unknown;
  @IsActionName() action: unknown;
  @IsQuantities() quantities: unknown;
  @IsSettings() settings: unknown;
  @WhenGiven() @IsCreditAmount() amount: unknown;
  @WhenGiven() @IsEntityId() memberId: unknown;
}

class ConsumeCreditsForm extends PricedForm implements FormOf<ConsumeCreditsRequest> {
  @IsEntityId() consumptionId: unknown;
  @Nested(ResourceForm) resource: unknown;
  @IsIdempotencyKey() idempotencyKey: unknown;
  dryRun: unknown;
}

export class UsageRecordForm extends PricedForm implements FormOf<UsageRecord> {
  @IsEntityId() consumptionId: unknown;
  @Nested(ResourceForm) resource: unknown;
  @WhenGiven() @IsInstant() occurredAt: unknown;
  @IsIdempotencyKey() idempotencyKey: unknown;
}

class RecordUsageForm extends UsageRecordForm implements FormOf<RecordUsageRequest> {
  dryRun: unknown;
}

const recordsMax = 1_000;

const IsBatch = () =>
  rule(
    'isBatch',
    (value) => {
      const { length } = value as readonly unknown[];
      return length >= 1 && length <= recordsMax;
    },
    `must be 1 to ${recordsMax} records`,
  );

/** Each record has its own form, key and outcome: only how many there are is the batch's. */
class BatchRecordUsageForm implements FormOf<BatchRecordUsageRequest> {
  @IsBatch() records: unknown;
  dryRun: unknown;
}

class StreamUsageForm implements FormOf<StreamUsageRequest> {
  @IsGiven() record: unknown;
}

class ReverseConsumptionForm
  extends WalletCommandForm
  implements FormOf<ReverseConsumptionRequest>
{
  @IsEntityId() consumptionId: unknown;
  @WhenGiven() @IsCreditAmount() amount: unknown;
  @WhenGiven() @IsEntityId() reversalId: unknown;
}

class QuoteUsageForm extends PricedForm implements FormOf<QuoteUsageRequest> {
  @WhenGiven() @IsPosition() atLeastPosition: unknown;
}

/** What the requests of UsageService must be like. */
export const usageForms = {
  ConsumeCredits: ConsumeCreditsForm,
  RecordUsage: RecordUsageForm,
  BatchRecordUsage: BatchRecordUsageForm,
  StreamUsage: StreamUsageForm,
  ReverseConsumption: ReverseConsumptionForm,
  QuoteUsage: QuoteUsageForm,
} as const satisfies Readonly<Record<string, Form>>;
