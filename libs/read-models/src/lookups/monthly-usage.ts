import type { DocumentReads, Instant } from '#eventsourcing';
import { localMonth, previousMonths } from '#ledger';
import { memberUsage, memberUsageKey } from '../documents/member-usage.ts';
import { monthlyUsage } from '../documents/monthly-usage.ts';
import { NO_USAGE, type UsageCount } from '../documents/usage-count.ts';
import { walletStream } from '#ledger';
import {
  contentOf,
  foundAsOf,
  keyIn,
  requireWallet,
  walletKey,
  type WalletAnswer,
  type WalletQuery,
} from './reading.ts';

export interface MonthlyUsageQuery extends WalletQuery {
  /** How many months before the current one. */
  readonly previousMonths: number;
  /** What this member used; else what all did. */
  readonly memberId?: string | undefined;
}

/** What was used in one local month. */
export interface MonthUsage extends UsageCount {
  readonly month: string;
  /** Whether it is the month in progress. */
  readonly current: boolean;
}

/** The cards of the current month and of those before it, newest first, months without usage too. */
export async function getMonthlyUsage(
  reads: DocumentReads,
  query: MonthlyUsageQuery,
  now: Instant,
): Promise<WalletAnswer & { readonly months: readonly MonthUsage[] }> {
  const { tenantId, walletId, memberId } = query;
  const { asOf, found } = await foundAsOf(reads, [walletKey(query)]);
  const { timeZone, unit } = requireWallet(found[0]);
  const months = previousMonths(localMonth(now, timeZone), query.previousMonths + 1);
  const stream = walletStream(tenantId, walletId);
  const documents = await reads.get(
    months.map((month) =>
      memberId === undefined
        ? keyIn(monthlyUsage, stream, month)
        : keyIn(memberUsage, stream, memberUsageKey(memberId, month)),
    ),
  );
  const usage = documents.map((document) =>
    contentOf<UsageCount>(memberId === undefined ? monthlyUsage : memberUsage, document),
  );
  return {
    months: months.map((month, ago) => {
      const { total, count, freeCount } = usage[ago] ?? NO_USAGE;
      return { month, total, count, freeCount, current: ago === 0 };
    }),
    scale: unit.scale,
    asOf,
  };
}
