import {
  type GetBalanceRequest,
  type GetMemberUsageRequest,
  type GetMonthlyUsageRequest,
  type GetUsageBreakdownRequest,
  type ListLotsRequest,
  type ListTransactionsRequest,
  LotKind,
  LotStatus,
  TransactionKind,
  TransactionTab,
  UsageGrouping,
  type WatchBalanceRequest,
} from '#contracts';
import { daysBetween, isDay } from '#ledger';
import { BREAKDOWN_DAYS_MAX } from '#read-models';
import { AreChosenFrom, IsChosenFromOrUnset } from '../../transport/validation/enum-rules.ts';
import { type FormOf, WhenGiven, type Form } from '../../transport/validation/form.ts';
import { IsEntityId, IsInstant, IsIntegerFrom, rule } from '../../transport/validation/rules.ts';
import { WalletPageForm, WalletQueryForm } from '../common-forms.ts';

class WatchBalanceForm extends WalletQueryForm implements FormOf<WatchBalanceRequest> {
  @WhenGiven() @IsEntityId() memberId: unknown;
}

class GetBalanceForm extends WatchBalanceForm implements FormOf<GetBalanceRequest> {
  @WhenGiven() @IsInstant() effectiveAt: unknown;
  @WhenGiven() @IsInstant() knownAt: unknown;
}

class ListLotsForm extends WalletPageForm implements FormOf<ListLotsRequest> {
  @AreChosenFrom(LotStatus) statuses: unknown;
  @AreChosenFrom(LotKind) kinds: unknown;
}

const HasItsType = () =>
  rule(
    'hasItsType',
    (_value, message) => (message as ListTransactionsRequest).resourceType !== undefined,
    'must come with resource_type',
  );

class ListTransactionsForm extends WalletPageForm implements FormOf<ListTransactionsRequest> {
  @IsChosenFromOrUnset(TransactionTab) tab: unknown;
  @AreChosenFrom(TransactionKind) kinds: unknown;
  @WhenGiven() @IsEntityId() memberId: unknown;
  @WhenGiven() @IsEntityId() resourceType: unknown;
  @WhenGiven() @IsEntityId() @HasItsType() resourceId: unknown;
  @WhenGiven() @IsInstant() occurredFrom: unknown;
  @WhenGiven() @IsInstant() occurredBefore: unknown;
}

class GetMonthlyUsageForm extends WatchBalanceForm implements FormOf<GetMonthlyUsageRequest> {
  @WhenGiven() @IsIntegerFrom(0, 120) previousMonths: unknown;
}

const IsMonth = () =>
  rule(
    'isMonth',
    (value) => typeof value === 'string' && /^[2-9]\d{3}-(?:0[1-9]|1[0-2])$/.test(value),
    'must be a month in the years 2000 to 9999, such as "2026-03"',
  );

class GetMemberUsageForm extends WalletPageForm implements FormOf<GetMemberUsageRequest> {
  @WhenGiven() @IsMonth() fromMonth: unknown;
  @WhenGiven() @IsMonth() untilMonth: unknown;
  @WhenGiven() @IsEntityId() memberId: unknown;
}

const AreOneOrTwo = () =>
  rule(
    'areOneOrTwo',
    (value) => {
      const groupings = value as readonly unknown[];
      return [1, 2].includes(groupings.length) && new Set(groupings).size === groupings.length;
    },
    'must be one, or two that differ',
  );

const IsDay = () =>
  rule(
    'isDay',
    (value) => typeof value === 'string' && isDay(value),
    'must be a day in the years 2000 to 9999, such as "2026-03-01"',
  );

const EndsWithinDays = () =>
  rule(
    'endsWithinDays',
    (value, message) => {
      const { fromDay } = message as GetUsageBreakdownRequest;
      if (typeof value !== 'string' || !isDay(value) || !isDay(fromDay)) return true;
      const days = daysBetween(fromDay, value);
      return days >= 1 && days <= BREAKDOWN_DAYS_MAX;
    },
    `must be 1 to ${BREAKDOWN_DAYS_MAX} days after from_day`,
  );

class GetUsageBreakdownForm extends WalletPageForm implements FormOf<GetUsageBreakdownRequest> {
  @AreChosenFrom(UsageGrouping) @AreOneOrTwo() groupBy: unknown;
  @IsDay() fromDay: unknown;
  @IsDay() @EndsWithinDays() toDay: unknown;
  @WhenGiven() @IsEntityId() memberId: unknown;
}

/** What the requests of ReportService must be like. */
export const reportForms = {
  GetBalance: GetBalanceForm,
  ListLots: ListLotsForm,
  ListTransactions: ListTransactionsForm,
  GetMonthlyUsage: GetMonthlyUsageForm,
  GetMemberUsage: GetMemberUsageForm,
  GetUsageBreakdown: GetUsageBreakdownForm,
  WatchBalance: WatchBalanceForm,
} as const satisfies Readonly<Record<string, Form>>;
