import * as lookups from '#read-models';
import { answering, answeringFromDocuments } from './answering.ts';
import { auditHandlers } from './audit-handlers.ts';
import { openHold, openRequest, openTransaction } from './open-texts.ts';
import * as queries from './queries.ts';
import { quoteUsage } from './quote-usage.ts';
import { walletStream } from '#ledger';

/** The handlers of all questions. */
export const queryHandlers = [
  ...auditHandlers,
  answeringFromDocuments(queries.GetWallet, (reads, asked, { tenantPolicies }) =>
    lookups.getWallet(reads, asked, tenantPolicies),
  ),
  answeringFromDocuments(queries.ListWallets, (reads, asked, { tenantPolicies }) =>
    lookups.listWallets(reads, asked, tenantPolicies),
  ),
  answeringFromDocuments(queries.GetBalance, lookups.getBalance),
  answeringFromDocuments(queries.GetMemberBalance, lookups.getMemberBalance),
  answeringFromDocuments(queries.GetBalanceAsOf, lookups.balanceAsOf),
  answering(queries.GetHold, async (reading, asked, { now }) => {
    const answer = await reading.fromDocuments((reads) => lookups.getHold(reads, asked, now));
    return { ...answer, hold: openHold(reading, streamOf(asked), answer.hold) };
  }),
  answeringFromDocuments(queries.ListLots, lookups.listLots),
  answeringFromDocuments(queries.ListMembers, lookups.listMembers),
  answering(queries.ListRequests, async (reading, asked, at) => {
    const answer = await reading.fromDocuments((reads) => lookups.listRequests(reads, asked, at));
    const open = openRequest(reading, streamOf(asked));
    return { ...answer, items: answer.items.map(open) };
  }),
  answering(queries.ListTransactions, async (reading, asked, at) => {
    const answer = await reading.fromDocuments((reads) =>
      lookups.listTransactions(reads, asked, at),
    );
    const open = openTransaction(reading, streamOf(asked));
    return { ...answer, items: answer.items.map(open) };
  }),
  answeringFromDocuments(queries.GetMonthlyUsage, (reads, asked, { now }) =>
    lookups.getMonthlyUsage(reads, asked, now),
  ),
  answeringFromDocuments(queries.GetMemberUsage, (reads, asked, { now }) =>
    lookups.getMemberUsage(reads, asked, now),
  ),
  answeringFromDocuments(queries.GetUsageBreakdown, lookups.getUsageBreakdown),
  answering(queries.QuoteUsage, async ({ ports }, { tenantId, walletId, usage }, at) => {
    const { ledger, freshness } = ports;
    const { state, now } = await ledger.viewWallet(tenantId, walletId);
    const quote = quoteUsage(usage, {
      tenantId,
      walletId,
      state,
      now,
      catalog: ledger.catalog(tenantId),
      tenantPolicies: at.tenantPolicies,
      lapsingUntil: lookups.daysLater(now, LAPSING_WITHIN_DAYS, state.timeZone),
    });
    return { ...quote, scale: state.unit.scale, asOf: freshness.position };
  }),
  answeringFromDocuments(queries.GetRateCard, (reads, { tenantId, version, at }, { now }) =>
    lookups.getRateCard(
      reads,
      version === undefined ? { tenantId, at: at ?? now } : { tenantId, version },
    ),
  ),
];

const LAPSING_WITHIN_DAYS = 30;

const streamOf = ({ tenantId, walletId }: lookups.WalletQuery): string =>
  walletStream(tenantId, walletId);
