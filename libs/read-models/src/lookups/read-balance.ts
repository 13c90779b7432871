import type { DocumentReads, Instant, Position } from '#eventsourcing';
import { policiesOf, walletStream, type Policies } from '#ledger';
import type { Until } from '../booked-ahead.ts';
import { BALANCE_KEY, balances, type BalanceDocument } from '../documents/balances.ts';
import type { LotDocument } from '../documents/lots.ts';
import { members, type MemberDocument } from '../documents/members.ts';
import type { WalletDocument } from '../documents/wallets.ts';
import { lotsDueBy, readAhead, type Ahead } from './read-ahead.ts';
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
export type Asked = Until;

/** A wallet with what is in it once everything due is booked, all of one moment. */
export interface BalanceRead {
  readonly asOf: Position;
  readonly stream: string;
  readonly wallet: WalletDocument;
  readonly policies: Policies;
  readonly balance: BalanceDocument;
  readonly ahead: Ahead;
  /** Lots of which something is free that ends by the instant asked for, and others. */
  readonly lots: ReadonlyMap<string, LotDocument>;
  /** The last event that changed the balance. */
  readonly position: Position;
  /** The member asked for; `null` where none was, or it never was a member. */
  readonly member: MemberDocument | null;
}

export interface BalanceQuery extends WalletQuery {
  readonly memberId?: string | undefined;
  /** Lots that end by then are asked for too. */
  readonly lotsUntil?: Instant | undefined;
}

/** Reads what several questions begin with. Refuses where there is no such wallet. */
export async function readBalance(
  reads: DocumentReads,
  query: BalanceQuery,
  asked: Asked,
): Promise<BalanceRead> {
  const { memberId, lotsUntil = asked.now } = query;
  const stream = walletStream(query.tenantId, query.walletId);
  const { asOf, found } = await foundAsOf(reads, [
    walletKey(query),
    keyIn(balances, stream, BALANCE_KEY),
    ...(memberId === undefined ? [] : [keyIn(members, stream, memberId)]),
  ]);
  const [opened, stored, memberStored] = found;
  const wallet = requireWallet(opened);
  const booked = contentOf(balances, stored);
  if (stored === undefined || booked === null) return missing({ code: 'WALLET_NOT_FOUND' });
  const listed = await lotsDueBy(reads, stream, lotsUntil);
  const ahead = await readAhead(
    reads,
    { stream, asOf, wallet, balance: booked },
    { due: listed.filter((lot) => isDue(lot, asked.now)), until: asked },
  );
  const member = contentOf(members, memberStored);
  return {
    asOf,
    stream,
    wallet,
    policies: policiesOf(wallet.policies, asked.tenantPolicies),
    balance: ahead.balance,
    ahead,
    lots: new Map([...listed.map((lot) => [lot.lotId, lot] as const), ...ahead.lots]),
    position: stored.position,
    member: member && (ahead.members.get(member.memberId) ?? member),
  };
}

const isDue = ({ active, effectiveAt, expiresAt }: LotDocument, now: Instant): boolean =>
  (active ? (expiresAt ?? now) : effectiveAt) <= now;

export const requireMember = ({ member }: BalanceRead, memberId: string): MemberDocument =>
  member ?? missing({ code: 'MEMBER_NOT_FOUND', memberId });
