import type { LotParts, WalletQuery } from '#read-models';
import type { Ledger } from './ledger.ts';

const NOTHING: ReadonlyMap<string, LotParts> = new Map();

/**
 * The parts of a wallet's lots once what is due is booked. Documents know single lots; that credit
 * which has begun settles debt, or returns from a hold past its deadline, only the rules know.
 */
export async function lotsAhead(
  ledger: Ledger,
  { tenantId, walletId }: WalletQuery,
): Promise<ReadonlyMap<string, LotParts>> {
  const { state, isAhead } = await ledger.viewWallet(tenantId, walletId);
  if (!isAhead) return NOTHING;
  return new Map(
    [...state.lots].map(({ lotId, free, expired, held, used, voided }) => [
      lotId,
      { pool: free.pool, pockets: free.pockets, expired: expired.total, held, used, voided },
    ]),
  );
}
