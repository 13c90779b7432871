import type { DocumentReads } from '#eventsourcing';
import {
  balanceAt,
  memberBalanceAt,
  type MemberBalance,
  type WalletBalance,
} from '../balance-at.ts';
import { readBalance, requireMember, type Asked } from './read-balance.ts';
import type { WalletAnswer, WalletQuery } from './reading.ts';

/** What a wallet has now. */
export async function getBalance(
  reads: DocumentReads,
  query: WalletQuery,
  asked: Asked,
): Promise<WalletAnswer & WalletBalance> {
  const { document, policies, wallet, asOf } = await readBalance(reads, query, asked);
  const balance = balanceAt(document, { now: asked.now, policies });
  return { ...balance, scale: wallet.unit.scale, asOf };
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
  const { document, policies, wallet, asOf } = read;
  const member = requireMember(read, query.memberId);
  const balance = memberBalanceAt(document, member, { now: asked.now, policies });
  return { ...balance, scale: wallet.unit.scale, asOf };
}
