import type { DocumentReads, Instant, SortedMap } from '#eventsourcing';
import { windowOf, type CapWindow, type Credits } from '#ledger';
import { larger, totalOf } from '../amounts.ts';
import { memberBalanceAt, type At } from '../balance-at.ts';
import type { BalanceDocument } from '../documents/balances.ts';
import { members, type MemberDocument } from '../documents/members.ts';
import { plusSpent, spentAt, type Spent } from '../documents/spending.ts';
import type { WalletDocument } from '../documents/wallets.ts';
import { keyOf } from '../keys.ts';
import { newestFirst, pageOf, placeBefore, type Page, type PageQuery } from './paging.ts';
import { readBalance, type Asked } from './read-balance.ts';
import type { WalletAnswer, WalletQuery } from './reading.ts';

export interface MembersQuery extends WalletQuery, PageQuery {
  readonly includeRemoved: boolean;
}

/** A cap that applies to a member, and how much of it is used in the running window. */
export interface MemberCap {
  /** Whether it is its own, or the one of every member without its own. */
  readonly target: 'MEMBER' | 'DEFAULT';
  readonly window: CapWindow;
  readonly amount: Credits;
  readonly used: Credits;
  readonly remaining: Credits;
  readonly windowEnd: Instant | null;
}

export interface ListedMember {
  readonly memberId: string;
  readonly role: string;
  /** Free in its pocket, of lots in force. */
  readonly pocket: Credits;
  /** What its open holds reserve, from pocket and pool. */
  readonly held: Credits;
  readonly caps: readonly MemberCap[];
  readonly pendingRequests: number;
  readonly addedAt: Instant;
  readonly removedAt: Instant | null;
}

/** The members of a wallet, newest first. */
export async function listMembers(
  reads: DocumentReads,
  query: MembersQuery,
  asked: Asked,
): Promise<WalletAnswer & Page<ListedMember>> {
  const before = placeBefore(query.pageToken);
  const { stream, wallet, document, policies, asOf } = await readBalance(
    reads,
    { tenantId: query.tenantId, walletId: query.walletId },
    asked,
  );
  const listed = newestFirst(reads, {
    collection: members.name,
    partition: stream,
    by: 'order',
    prefixes: [keyOf('active', ''), ...(query.includeRemoved ? [keyOf('removed', '')] : [])],
    before,
  });
  const at = { now: asked.now, policies };
  const page = await pageOf(listed, query, ({ body }) =>
    memberAt(members.decode(body), { wallet, document }, at),
  );
  return { ...page, scale: wallet.unit.scale, asOf };
}

function memberAt(
  member: MemberDocument,
  { wallet, document }: { readonly wallet: WalletDocument; readonly document: BalanceDocument },
  at: At,
): ListedMember {
  const { memberId, role, holds, pending, addedAt, removedAt } = member;
  const open = [...holds.values()].filter(({ deadline }) => at.now < deadline);
  return {
    memberId,
    role,
    pocket: memberBalanceAt(document, member, at).personal,
    held: totalOf(open.map(({ remaining: amount }) => ({ amount }))),
    caps: capsAt(member, wallet, at.now),
    pendingRequests: pending.count,
    addedAt,
    removedAt,
  };
}

const WINDOWS: readonly CapWindow[] = ['DAY', 'WEEK', 'MONTH', 'TOTAL'];

// A member's own cap replaces the default of the same window (D21).
function capsAt(
  member: MemberDocument,
  { defaultCaps, timeZone }: WalletDocument,
  now: Instant,
): readonly MemberCap[] {
  const spent = spentWithReleased(member, timeZone, now);
  return WINDOWS.flatMap((window) => {
    const found = capOf(member.caps, defaultCaps, window);
    if (found === null) return [];
    const used = spentAt(spent, window, { at: now, zone: timeZone });
    const remaining = larger(found.amount - used, 0n);
    return [{ ...found, window, used, remaining, windowEnd: windowOf(window, now, timeZone).end }];
  });
}

function capOf(
  own: SortedMap<Credits>,
  defaults: SortedMap<Credits>,
  window: CapWindow,
): Pick<MemberCap, 'target' | 'amount'> | null {
  const ownCap = own.get(window);
  if (ownCap !== undefined) return { target: 'MEMBER', amount: ownCap };
  const amount = defaults.get(window);
  return amount === undefined ? null : { target: 'DEFAULT', amount };
}

// A hold past its deadline counts no more, booked or not.
function spentWithReleased(
  { holds, spent }: MemberDocument,
  zone: string,
  now: Instant,
): Spent | null {
  let after = spent;
  for (const { placedAt: at, deadline, remaining } of holds.values())
    if (deadline <= now) after = plusSpent(after, { at, amount: -remaining, zone });
  return after;
}
