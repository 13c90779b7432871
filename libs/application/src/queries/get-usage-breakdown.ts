import {
  getUsageBreakdown,
  type UsageBreakdown,
  type UsageBreakdownQuery,
  type WalletAnswer,
} from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetUsageBreakdown extends LedgerQuery<
  UsageBreakdownQuery,
  WalletAnswer & UsageBreakdown
> {}

export const getUsageBreakdownHandler = answeringFromDocuments(
  GetUsageBreakdown,
  getUsageBreakdown,
);
