import { plus } from '#ledger';
import * as lookups from '#read-models';
import { answering } from './answering.ts';
import { auditHandlers } from './audit-handlers.ts';
import { openHold, openRequest, openTransaction } from './open-texts.ts';
import * as queries from './queries.ts';
import { quoteUsage } from './quote-usage.ts';
import { walletStream } from '#ledger';
import { lotsAhead } from './lots-ahead.ts';

/** The handlers of all questions. */
export const queryHandlers = [
  ...auditHandlers,
  answering(queries.GetWallet, ({ ports }, asked, { tenantPolicies }) =>
    lookups.getWallet(ports.readModels, asked, tenantPolicies),
  ),
  answering(queries.ListWallets, ({ ports }, asked, { tenantPolicies }) =>
    lookups.listWallets(ports.readModels, asked, tenantPolicies),
  ),
  answering(queries.GetBalance, ({ ports }, asked, at) =>
    lookups.getBalance(ports.readModels, asked, at),
  ),
  answering(queries.GetMemberBalance, ({ ports }, asked, at) =>
    lookups.getMemberBalance(ports.readModels, asked, at),
  ),
  answering(queries.GetBalanceAsOf, ({ ports }, asked, at) =>
    lookups.balanceAsOf(ports.readModels, asked, at),
  ),
  answering(queries.GetHold, async (reading, asked, { now }) => {
    const answer = await lookups.getHold(reading.ports.readModels, asked, now);
    return { ...answer, hold: openHold(reading, streamOf(asked), answer.hold) };
  }),
  answering(queries.ListLots, async ({ ports }, asked, { now }) => {
    const ahead = await lotsAhead(ports.ledger, asked);
    return lookups.listLots(ports.readModels, asked, now, ahead);
  }),
  answering(queries.ListMembers, ({ ports }, asked, at) =>
    lookups.listMembers(ports.readModels, asked, at),
  ),
  answering(queries.ListRequests, async (reading, asked, at) => {
    const answer = await lookups.listRequests(reading.ports.readModels, asked, at);
    const open = openRequest(reading, streamOf(asked));
    return { ...answer, items: answer.items.map(open) };
  }),
  answering(queries.ListTransactions, async (reading, asked) => {
    const answer = await lookups.listTransactions(reading.ports.readModels, asked);
    const open = openTransaction(reading, streamOf(asked));
    return { ...answer, items: answer.items.map(open) };
  }),
  answering(queries.GetMonthlyUsage, ({ ports }, asked, { now }) =>
    lookups.getMonthlyUsage(ports.readModels, asked, now),
  ),
  answering(queries.GetMemberUsage, ({ ports }, asked, { now }) =>
    lookups.getMemberUsage(ports.readModels, asked, now),
  ),
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
      lapsingUntil: plus(now, LAPSING_WITHIN),
    });
    return { ...quote, scale: state.unit.scale, asOf: freshness.position };
  }),
  answering(queries.GetRateCard, ({ ports }, { tenantId, version, at }, { now }) =>
    lookups.getRateCard(
      ports.readModels,
      version === undefined ? { tenantId, at: at ?? now } : { tenantId, version },
    ),
  ),
];

const LAPSING_WITHIN = 'P30D';

const streamOf = ({ tenantId, walletId }: lookups.WalletQuery): string =>
  walletStream(tenantId, walletId);
