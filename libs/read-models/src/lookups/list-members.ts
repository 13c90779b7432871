import type { DocumentReads, Instant, SortedMap } from '#eventsourcing';
import { windowOf, type CapWindow, type Credits } from '#ledger';
import { larger, totalOf } from '../amounts.ts';
import { members, type MemberDocument } from '../documents/members.ts';
import { spentAt } from '../documents/spending.ts';
import type { WalletDocument } from '../documents/wallets.ts';
import { keyOf } from '../keys.ts';
import { pocketOf } from './member-balance.ts';
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
  const { tenantId, walletId } = query;
  const read = await readBalance(reads, { tenantId, walletId }, asked);
  const listed = newestFirst(reads, {
    collection: members.name,
    partition: read.stream,
    by: 'order',
    prefixes: [keyOf('active', ''), ...(query.includeRemoved ? [keyOf('removed', '')] : [])],
    before,
  });
  const page = await pageOf(listed, query, ({ body }) => {
    const member = members.decode(body);
    return read.ahead.members.get(member.memberId) ?? member;
  });
  const items: ListedMember[] = [];
  for (const member of page.items) {
    const pocket = totalOf(await pocketOf(reads, read, member.memberId));
    items.push({ ...memberAt(member, read.wallet, asked.now), pocket });
  }
  return {
    items,
    nextPageToken: page.nextPageToken,
    scale: read.wallet.unit.scale,
    asOf: read.asOf,
  };
}

function memberAt(
  member: MemberDocument,
  wallet: WalletDocument,
  now: Instant,
): Omit<ListedMember, 'pocket'> {
  const { memberId, role, holds, pending, addedAt, removedAt } = member;
  const reserved = Array.from(holds.values(), ({ remaining: amount }) => ({ amount }));
  return {
    memberId,
    role,
    held: totalOf(reserved),
    caps: capsAt(member, wallet, now),
    pendingRequests: pending.count,
    addedAt,
    removedAt,
  };
}

const WINDOWS: readonly CapWindow[] = ['DAY', 'WEEK', 'MONTH', 'TOTAL'];

// A member's own cap replaces the default of the same window (D21).
function capsAt(
  { caps, spent }: MemberDocument,
  { defaultCaps, timeZone }: WalletDocument,
  now: Instant,
): readonly MemberCap[] {
  return WINDOWS.flatMap((window) => {
    const found = capOf(caps, defaultCaps, window);
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
