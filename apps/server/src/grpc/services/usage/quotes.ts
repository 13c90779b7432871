import type * as wire from '#contracts';
import type { Quote, AnsweredAt } from '#application';
import { formatCredits, type ReasonOf } from '#ledger';
import type { WalletAnswer } from '#read-models';
import { detailOf } from '../../transport/refusals/details.ts';
import type { RefusalCode } from '../../transport/refusals/statuses.ts';
import { fromInstant, fromSlices } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { readAt } from '../../wire/reading.ts';

export function fromQuote(
  told: AnsweredAt<WalletAnswer & Quote>,
  { walletId, action }: wire.QuoteUsageRequest,
): wire.QuoteUsageResponse {
  const { scale, refusal } = told;
  const telling = {
    written: (amount: bigint) => formatCredits(amount, scale),
    refused: { walletId, action, idempotencyKey: '' },
  };
  return {
    amount: formatCredits(told.amount, scale),
    free: told.free,
    slices: fromSlices(told.slices, scale),
    debt: formatCredits(told.debt, scale),
    rateCardVersion: told.rateCardVersion,
    available: formatCredits(told.available, scale),
    refusal:
      refusal === null
        ? undefined
        : { reason: detailOf(refusal.reason as ReasonOf<RefusalCode>, telling) },
    lapsing: told.lapsing.map(({ lotId, kind, amount, expiresAt }) => ({
      lotId,
      kind: enumTo('LOT_KIND', kind),
      amount: formatCredits(amount, scale),
      expiresAt: fromInstant(expiresAt),
    })),
    readAt: readAt(told),
  };
}
