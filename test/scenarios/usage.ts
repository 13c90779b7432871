import {
  CaptureHoldRequest,
  ConsumeCreditsRequest,
  HoldServiceService,
  type OverCapture,
  PlaceHoldRequest,
  QuoteUsageRequest,
  RecordUsageRequest,
  ReleaseHoldRequest,
  type Resource,
  ReverseConsumptionRequest,
  UsageServiceService,
  WalletServiceService,
  WriteOffDebtRequest,
} from '#contracts';
import { type Action, command, query } from './action.ts';

// Credit going out, and coming back.

interface UsageTerms {
  /** The consumption's id. The key, if not given. */
  readonly id?: string;
  /** The member who uses it. The system, if not given. */
  readonly by?: string;
  readonly action?: string;
  readonly quantities?: Readonly<Record<string, number>>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly resource?: Resource;
}

/** What is priced elsewhere is an amount; what the rate card prices has none. */
type Priced = number | undefined;

const fields = (amount: Priced, { by, action = 'job', quantities, settings }: UsageTerms) => ({
  action,
  memberId: by,
  amount: amount === undefined ? undefined : `${amount}`,
  quantities: new Map(
    Object.entries(quantities ?? {}).map(([name, quantity]) => [name, `${quantity}`]),
  ),
  settings: new Map(Object.entries(settings ?? {})),
});

const named = (amount: Priced, { by, action }: UsageTerms): string =>
  `${amount ?? action ?? ''}${by === undefined ? '' : ` by ${by}`}`;

/** Spends now, or is refused. */
export const spend = (amount: Priced, terms: UsageTerms = {}): Action =>
  command(
    `spend ${named(amount, terms)}`,
    'service',
    UsageServiceService.consumeCredits,
    (_, key) =>
      ConsumeCreditsRequest.create({
        ...fields(amount, terms),
        consumptionId: terms.id ?? key,
        resource: terms.resource,
      }),
  );

/** Spends now what the rate card prices. */
export const doing = (
  action: string,
  quantities: Readonly<Record<string, number>> = {},
  settings: Readonly<Record<string, string>> = {},
): Action => spend(undefined, { action, quantities, settings });

/** Records what already happened. */
export const used = (amount: Priced, terms: UsageTerms & { readonly at: string }): Action =>
  command(
    `usage ${named(amount, terms)} of ${terms.at}`,
    'service',
    UsageServiceService.recordUsage,
    (moments, key) =>
      RecordUsageRequest.create({
        ...fields(amount, terms),
        consumptionId: terms.id ?? key,
        resource: terms.resource,
        occurredAt: moments.timestamp(terms.at),
      }),
  );

export const quote = (amount: Priced, terms: UsageTerms = {}): Action =>
  query(`quote ${named(amount, terms)}`, 'admin', UsageServiceService.quoteUsage, () =>
    QuoteUsageRequest.create(fields(amount, terms)),
  );

export const reverse = (consumptionId: string, amount?: number, reversalId?: string): Action =>
  command(
    `reverse ${amount ?? 'all'} of ${consumptionId}`,
    'service',
    UsageServiceService.reverseConsumption,
    () =>
      ReverseConsumptionRequest.create({
        consumptionId,
        reversalId,
        amount: amount === undefined ? undefined : `${amount}`,
      }),
  );

export const writeOff = (consumptionId?: string): Action =>
  command(
    `write off ${consumptionId ?? 'all debt'}`,
    'finance',
    WalletServiceService.writeOffDebt,
    () => WriteOffDebtRequest.create({ consumptionId }),
  );

export const hold = (
  holdId: string,
  amount: number,
  terms: UsageTerms & { readonly until: string; readonly over?: 'REJECT' | 'CAP' | 'OVERFLOW' },
): Action =>
  command(
    `hold ${amount} until ${terms.until}`,
    'service',
    HoldServiceService.placeHold,
    (moments) =>
      PlaceHoldRequest.create({
        ...fields(amount, terms),
        holdId,
        deadline: moments.timestamp(terms.until),
        overCapture:
          terms.over === undefined ? undefined : (`OVER_CAPTURE_${terms.over}` as OverCapture),
      }),
  );

export const capture = (
  holdId: string,
  amount: number,
  { id, keepOpen = false }: { readonly id?: string; readonly keepOpen?: boolean } = {},
): Action =>
  command(`capture ${amount} of ${holdId}`, 'service', HoldServiceService.captureHold, (_, key) =>
    CaptureHoldRequest.create({ holdId, captureId: id ?? key, amount: `${amount}`, keepOpen }),
  );

export const release = (holdId: string): Action =>
  command(`release ${holdId}`, 'service', HoldServiceService.releaseHold, () =>
    ReleaseHoldRequest.create({ holdId }),
  );
