import type { DocumentReads, Instant } from '#eventsourcing';
import { plus } from '#ledger';
import {
  expiringSoon,
  walletFigures,
  type MemberBalance,
  type WalletBalance,
} from '../balance-at.ts';
import type { LotDocument } from '../documents/lots.ts';
import { memberBalance } from './member-balance.ts';
import { readBalance, requireMember, type Asked } from './read-balance.ts';
import type { WalletAnswer, WalletQuery } from './reading.ts';

/** What a wallet has now. */
export async function getBalance(
  reads: DocumentReads,
  query: WalletQuery,
  asked: Asked,
): Promise<WalletAnswer & WalletBalance> {
  const { now } = asked;
  const lotsUntil = endOfWarnings(now);
  const { balance, lots, wallet, asOf } = await readBalance(reads, { ...query, lotsUntil }, asked);
  return {
    ...walletFigures(balance),
    ...expiringSoon(freeIn(lots.values()), now, wallet.timeZone),
    scale: wallet.unit.scale,
    asOf,
  };
}

// No 30 days are longer, wherever clocks are changed.
const endOfWarnings = (now: Instant): Instant => plus(now, 'P31D');

function* freeIn(lots: Iterable<LotDocument>) {
  for (const lot of lots) if (lot.active) yield { lot, free: lot.pool + lot.pockets };
}

export interface MemberQuery extends WalletQuery {
  readonly memberId: string;
}

/** What a member has now. Refuses where it never was a member. */
export async function getMemberBalance(
  reads: DocumentReads,
  query: MemberQuery,
  asked: Asked,
): Promise<WalletAnswer & MemberBalance> {
  const read = await readBalance(reads, query, asked);
  const balance = await memberBalance(reads, read, {
    member: requireMember(read, query.memberId),
    now: asked.now,
  });
  return { ...balance, scale: read.wallet.unit.scale, asOf: read.asOf };
}
