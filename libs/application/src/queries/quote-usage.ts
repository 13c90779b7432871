import type { AttributedUsage } from '#ledger';
import { daysLater, type WalletAnswer, type WalletQuery } from '#read-models';
import { quoteUsage, type Quote } from '../quote-usage.ts';
import { answering } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

const LAPSING_WITHIN_DAYS = 30;

export class QuoteUsage extends LedgerQuery<
  WalletQuery & { readonly usage: AttributedUsage },
  WalletAnswer & Quote
> {}

export const quoteUsageHandler = answering(
  QuoteUsage,
  async ({ ports }, { tenantId, walletId, usage }, { tenantPolicies }) => {
    const { ledger, freshness } = ports;
    const { state, now } = await ledger.viewWallet(tenantId, walletId);
    const quote = quoteUsage(usage, {
      tenantId,
      walletId,
      state,
      now,
      catalog: ledger.catalog(tenantId),
      tenantPolicies,
      lapsingUntil: daysLater(now, LAPSING_WITHIN_DAYS, state.timeZone),
    });
    return { ...quote, scale: state.unit.scale, asOf: freshness.position };
  },
);
