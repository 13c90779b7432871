import type { DocumentRange, DocumentReads, Instant } from '#eventsourcing';
import { localMonth, type Credits } from '#ledger';
import {
  memberUsage,
  memberUsageKey,
  type MemberUsageDocument,
} from '../documents/member-usage.ts';
import { members } from '../documents/members.ts';
import { monthlyUsage } from '../documents/monthly-usage.ts';
import { under } from '../keys.ts';
import { walletStream } from '#ledger';
import { allListed } from './all-listed.ts';
import { BadPageToken, type Page, type PageQuery } from './paging.ts';
import {
  contentOf,
  foundAsOf,
  keyIn,
  requireWallet,
  walletKey,
  type WalletAnswer,
  type WalletQuery,
} from './reading.ts';

export interface MemberUsageQuery extends WalletQuery, PageQuery {
  /** The first local month; else from the beginning. */
  readonly fromMonth?: string | undefined;
  /** The last local month, inclusive; else the current one. */
  readonly untilMonth?: string | undefined;
  readonly memberId?: string | undefined;
}

/** What one member used over months; `null` is the system. */
export interface MemberUsage {
  readonly memberId: string | null;
  readonly total: Credits;
  readonly count: number;
  /** Whether it is a member no more. */
  readonly removed: boolean;
}

export interface OrganisationUsage {
  readonly total: Credits;
  readonly count: number;
}

interface Months {
  readonly from: string;
  readonly until: string;
}

/** What members and the organisation used over months: by member id, the system last (R25). */
export async function getMemberUsage(
  reads: DocumentReads,
  query: MemberUsageQuery,
  now: Instant,
): Promise<WalletAnswer & Page<MemberUsage> & { readonly organisation: OrganisationUsage }> {
  const { asOf, found } = await foundAsOf(reads, [walletKey(query)]);
  const { timeZone, unit } = requireWallet(found[0]);
  const months = {
    from: query.fromMonth ?? '',
    until: query.untilMonth ?? localMonth(now, timeZone),
  };
  const page = await pageOfMembers(reads, query, months);
  return {
    items: await withRemoved(reads, query, page.items),
    nextPageToken: page.nextPageToken,
    organisation: await organisationUsage(reads, query, months),
    scale: unit.scale,
    asOf,
  };
}

type Used = Omit<MemberUsage, 'removed'>;

const MEMBER_ID = /^[A-Za-z0-9._:~-]{1,128}$/;

function rangeOf({
  memberId,
  pageToken = '',
}: MemberUsageQuery): Pick<DocumentRange, 'from' | 'to'> {
  if (memberId !== undefined) return under(memberUsageKey(memberId));
  if (pageToken === '') return {};
  if (!MEMBER_ID.test(pageToken)) throw new BadPageToken(pageToken);
  // The page goes on after all months of the last member of the page before.
  return { from: under(memberUsageKey(pageToken)).to };
}

async function pageOfMembers(
  reads: DocumentReads,
  query: MemberUsageQuery,
  months: Months,
): Promise<Page<Used>> {
  const { tenantId, walletId, pageSize } = query;
  const range = {
    ...rangeOf(query),
    collection: memberUsage.name,
    partition: walletStream(tenantId, walletId),
  };
  const items: Used[] = [];
  for await (const { body } of allListed(reads, { ...range, by: 'key' })) {
    const usage = memberUsage.decode(body);
    if (!isIn(usage.month, months) || usage.count === 0) continue;
    const last = items.at(-1);
    if (last?.memberId === usage.memberId) items[items.length - 1] = sum(last, usage);
    else if (items.length === pageSize) return { items, nextPageToken: last?.memberId ?? null };
    else items.push(sum({ memberId: usage.memberId, total: 0n, count: 0 }, usage));
  }
  return { items, nextPageToken: null };
}

const isIn = (month: string, { from, until }: Months): boolean => from <= month && month <= until;

const sum = <Sum extends OrganisationUsage>(
  before: Sum,
  { total, count }: Pick<MemberUsageDocument, 'total' | 'count'>,
): Sum => ({ ...before, total: before.total + total, count: before.count + count });

async function organisationUsage(
  reads: DocumentReads,
  { tenantId, walletId }: WalletQuery,
  { from, until }: Months,
): Promise<OrganisationUsage> {
  const range = {
    collection: monthlyUsage.name,
    partition: walletStream(tenantId, walletId),
    from,
    to: `${until}!`,
  };
  let usage: OrganisationUsage = { total: 0n, count: 0 };
  for await (const { body } of allListed(reads, { ...range, by: 'key' }))
    usage = sum(usage, monthlyUsage.decode(body));
  return usage;
}

async function withRemoved(
  reads: DocumentReads,
  { tenantId, walletId }: WalletQuery,
  used: readonly Used[],
): Promise<readonly MemberUsage[]> {
  const ids = used.flatMap(({ memberId }) => memberId ?? []);
  const stream = walletStream(tenantId, walletId);
  const documents = await reads.get(ids.map((id) => keyIn(members, stream, id)));
  const removed = new Set(
    documents
      .map((document) => contentOf(members, document))
      .flatMap((member) => (member !== null && member.removedAt !== null ? [member.memberId] : [])),
  );
  return used.map((usage) => ({
    ...usage,
    removed: usage.memberId !== null && removed.has(usage.memberId),
  }));
}
