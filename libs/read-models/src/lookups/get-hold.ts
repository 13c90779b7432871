import type { DocumentReads, Instant } from '#eventsourcing';
import { holds, type HoldDocument } from '../documents/holds.ts';
import { walletStream } from '#ledger';
import {
  contentOf,
  foundAsOf,
  keyIn,
  missing,
  requireWallet,
  walletKey,
  type WalletAnswer,
  type WalletQuery,
} from './reading.ts';

export interface HoldQuery extends WalletQuery {
  readonly holdId: string;
}

/** How a hold stands or ended. Refuses where there is none. */
export async function getHold(
  reads: DocumentReads,
  query: HoldQuery,
  now: Instant,
): Promise<WalletAnswer & { readonly hold: HoldDocument }> {
  const { tenantId, walletId, holdId } = query;
  const { asOf, found } = await foundAsOf(reads, [
    walletKey(query),
    keyIn(holds, walletStream(tenantId, walletId), holdId),
  ]);
  const [wallet, document] = found;
  const { scale } = requireWallet(wallet).unit;
  const hold = contentOf(holds, document) ?? missing({ code: 'HOLD_NOT_FOUND', holdId });
  return { hold: holdAt(hold, now), scale, asOf };
}

// D8: at its deadline a hold is expired, booked or not.
function holdAt(hold: HoldDocument, now: Instant): HoldDocument {
  if (hold.status !== 'OPEN' || now < hold.deadline) return hold;
  return {
    ...hold,
    status: 'EXPIRED',
    slices: [],
    released: hold.released + hold.remaining,
    remaining: 0n,
    resolvedAt: hold.deadline,
  };
}
