import type { DocumentReads, Instant, Position } from '#eventsourcing';
import { policiesOf, type Policies } from '#ledger';
import { BALANCE_KEY, balances, type BalanceDocument } from '../documents/balances.ts';
import { members, type MemberDocument } from '../documents/members.ts';
import type { WalletDocument } from '../documents/wallets.ts';
import { walletStream } from '#ledger';
import {
  contentOf,
  foundAsOf,
  keyIn,
  missing,
  requireWallet,
  walletKey,
  type WalletQuery,
} from './reading.ts';

/** When a question is asked, and what of a wallet's policies its tenant decides. */
export interface Asked {
  readonly now: Instant;
  readonly tenantPolicies: Policies;
}

/** A wallet with what is in it, all of one moment. */
export interface BalanceRead {
  readonly asOf: Position;
  readonly stream: string;
  readonly wallet: WalletDocument;
  readonly policies: Policies;
  readonly document: BalanceDocument;
  /** The last event that changed the balance. */
  readonly position: Position;
  /** The member asked for; `null` where none was, or it never was a member. */
  readonly member: MemberDocument | null;
}

/** Reads what several questions begin with. Refuses where there is no such wallet. */
export async function readBalance(
  reads: DocumentReads,
  query: WalletQuery & { readonly memberId?: string | undefined },
  { tenantPolicies }: Asked,
): Promise<BalanceRead> {
  const { memberId } = query;
  const stream = walletStream(query.tenantId, query.walletId);
  const { asOf, found } = await foundAsOf(reads, [
    walletKey(query),
    keyIn(balances, stream, BALANCE_KEY),
    ...(memberId === undefined ? [] : [keyIn(members, stream, memberId)]),
  ]);
  const [opened, balance, member] = found;
  const wallet = requireWallet(opened);
  const document = contentOf(balances, balance);
  if (balance === undefined || document === null) return missing({ code: 'WALLET_NOT_FOUND' });
  return {
    asOf,
    stream,
    wallet,
    policies: policiesOf(wallet.policies, tenantPolicies),
    document,
    position: balance.position,
    member: contentOf(members, member),
  };
}

export const requireMember = ({ member }: BalanceRead, memberId: string): MemberDocument =>
  member ?? missing({ code: 'MEMBER_NOT_FOUND', memberId });
