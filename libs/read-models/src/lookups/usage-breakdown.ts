import type { DocumentRange, DocumentReads } from '#eventsourcing';
import { Refusal, walletStream } from '#ledger';
import {
  dailyUsage,
  NO_SUMS,
  type DailyUsageDocument,
  type UsageSums,
} from '../documents/daily-usage.ts';
import { keyOf } from '../keys.ts';
import { allListed } from './all-listed.ts';
import { BadPageToken, type Page, type PageQuery } from './paging.ts';
import {
  foundAsOf,
  requireWallet,
  walletKey,
  type WalletAnswer,
  type WalletQuery,
} from './reading.ts';

/** Over how many days one question may sum. */
export const BREAKDOWN_DAYS_MAX = 400;

/** What usage is summed by. */
export type UsageGrouping = 'ACTION' | 'MEMBER' | 'RESOURCE_TYPE' | 'DAY' | 'MONTH';

export interface UsageBreakdownQuery extends WalletQuery, PageQuery {
  /** One, or two that differ; rows are sorted by the first and then by the second. */
  readonly groupBy: readonly UsageGrouping[];
  /** The first local day: "2026-03-01". */
  readonly fromDay: string;
  /** The local day after the last, at most `BREAKDOWN_DAYS_MAX` days on. */
  readonly toDay: string;
  readonly memberId?: string | undefined;
}

/** What was used of one value of each grouping, in their order; `null` is the system or no resource. */
export interface UsageBreakdownRow extends UsageSums {
  readonly groups: readonly (string | null)[];
}

export type UsageBreakdown = Page<UsageBreakdownRow> & { readonly total: UsageSums };

/** What was used over days, summed by groupings, in byte order of their values, none last. */
export async function getUsageBreakdown(
  reads: DocumentReads,
  query: UsageBreakdownQuery,
): Promise<WalletAnswer & UsageBreakdown> {
  const after = placeAfter(query);
  const { asOf, found } = await foundAsOf(reads, [walletKey(query)]);
  const { unit } = requireWallet(found[0]);
  const { rows, total } = await summed(reads, query);
  const places = [...rows.keys()].filter((place) => place > after).toSorted();
  const page = places.slice(0, query.pageSize);
  return {
    items: page.flatMap((place) => rows.get(place) ?? []),
    nextPageToken: page.length < places.length ? (page.at(-1) ?? null) : null,
    total,
    scale: unit.scale,
    asOf,
  };
}

interface Summed {
  /** By their places in the order. */
  readonly rows: ReadonlyMap<string, UsageBreakdownRow>;
  readonly total: UsageSums;
}

// A question reads no more than this, for it is read again for every page.
const DOCUMENTS_MAX = 50_000;

async function summed(reads: DocumentReads, query: UsageBreakdownQuery): Promise<Summed> {
  const rows = new Map<string, UsageBreakdownRow>();
  let total = NO_SUMS;
  let documents = 0;
  for await (const { body } of allListed(reads, rangeOf(query))) {
    documents += 1;
    if (documents > DOCUMENTS_MAX) refuseTooMuch();
    const usage = dailyUsage.decode(body);
    const groups = query.groupBy.map((grouping) => VALUES[grouping](usage));
    const place = placeOf(groups);
    rows.set(place, plus(rows.get(place) ?? { groups, ...NO_SUMS }, usage));
    total = plus(total, usage);
  }
  return { rows, total };
}

function rangeOf({ tenantId, walletId, memberId, fromDay, toDay }: UsageBreakdownQuery) {
  const of = { collection: dailyUsage.name, partition: walletStream(tenantId, walletId) };
  const range: Omit<DocumentRange, 'descending' | 'limit'> =
    memberId === undefined
      ? { ...of, by: 'key', from: fromDay, to: toDay }
      : { ...of, by: 'order', from: keyOf(memberId, fromDay), to: keyOf(memberId, toDay) };
  return range;
}

function refuseTooMuch(): never {
  const description = `must be nearer to from_day: more than ${DOCUMENTS_MAX} sums of a day, an action, a member and a type of resource are between them`;
  throw new Refusal({ code: 'INVALID_FIELD', field: 'to_day', description });
}

const VALUES: Readonly<Record<UsageGrouping, (usage: DailyUsageDocument) => string | null>> = {
  ACTION: ({ action }) => action,
  MEMBER: ({ memberId }) => memberId,
  RESOURCE_TYPE: ({ resourceType }) => resourceType,
  DAY: ({ day }) => day,
  MONTH: ({ day }) => day.slice(0, 'yyyy-mm'.length),
};

const plus = <Sums extends UsageSums>(before: Sums, more: UsageSums): Sums => ({
  ...before,
  total: before.total + more.total,
  count: before.count + more.count,
  freeCount: before.freeCount + more.freeCount,
  reversed: before.reversed + more.reversed,
});

// "+" sorts before "-", so what has no value comes last.
const placeOf = (groups: readonly (string | null)[]): string =>
  keyOf(...groups.map((value) => (value === null ? '-' : `+${value}`)));

const PLACE = /^(?:\+[A-Za-z0-9._:~-]{1,128}|-)$/;

/** The place of the last row of the page before; the first page comes after nothing. */
function placeAfter({ pageToken = '', groupBy }: UsageBreakdownQuery): string {
  if (pageToken === '') return '';
  const parts = pageToken.split(' ');
  if (parts.length !== groupBy.length || !parts.every((part) => PLACE.test(part)))
    throw new BadPageToken(pageToken);
  return pageToken;
}
