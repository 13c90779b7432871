import {
  getMonthlyUsage,
  type MonthlyUsageQuery,
  type MonthUsage,
  type WalletAnswer,
} from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetMonthlyUsage extends LedgerQuery<
  MonthlyUsageQuery,
  WalletAnswer & { readonly months: readonly MonthUsage[] }
> {}

export const getMonthlyUsageHandler = answeringFromDocuments(
  GetMonthlyUsage,
  (reads, asked, { now }) => getMonthlyUsage(reads, asked, now),
);
