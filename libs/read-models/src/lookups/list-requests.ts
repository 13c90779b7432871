import type { DocumentReads } from '#eventsourcing';
import type { Credits } from '#ledger';
import { PENDING_KEY, pendingRequests } from '../documents/pending-requests.ts';
import { NONE_PENDING, type Pending } from '../documents/pending.ts';
import { requests, type RequestDocument, type RequestStatus } from '../documents/requests.ts';
import { keyOf } from '../keys.ts';
import { newestFirst, pageOf, placeBefore, type Page, type PageQuery } from './paging.ts';
import { readBalance, type Asked } from './read-balance.ts';
import { contentOf, keyIn, type WalletAnswer, type WalletQuery } from './reading.ts';

export interface RequestsQuery extends WalletQuery, PageQuery {
  readonly status?: RequestStatus | undefined;
  readonly memberId?: string | undefined;
}

/** The pool if all pending requests were approved as asked: available − total = remaining. */
export interface ProjectedPool {
  readonly available: Credits;
  readonly total: Credits;
  /** Negative where the pool is too small. */
  readonly remaining: Credits;
}

export interface RequestsAnswer extends WalletAnswer, Page<Omit<RequestDocument, 'position'>> {
  /** The badge. */
  readonly pendingCount: number;
  readonly totalRequested: Credits;
  readonly projected: ProjectedPool;
}

const STATUSES: readonly RequestStatus[] = ['PENDING', 'APPROVED', 'REJECTED', 'CANCELLED'];

/** The requests of a wallet, or of a member in it, newest first, with what is pending (V18, V24). */
export async function listRequests(
  reads: DocumentReads,
  query: RequestsQuery,
  asked: Asked,
): Promise<RequestsAnswer> {
  const { status, memberId } = query;
  const before = placeBefore(query.pageToken);
  const read = await readBalance(reads, query, asked);
  const { stream, balance, member, asOf } = read;
  const pending =
    memberId === undefined ? await pendingOfAll(reads, stream) : (member?.pending ?? NONE_PENDING);
  const available = balance.unrestricted - balance.debt;
  const listed = newestFirst(reads, {
    collection: requests.name,
    partition: stream,
    by: 'order',
    prefixes: (status === undefined ? STATUSES : [status]).map((each) => keyOf(each, '')),
    before,
  });
  const page = await pageOf(listed, query, ({ body }) => {
    const { position: _position, ...request } = requests.decode(body);
    return memberId === undefined || request.memberId === memberId ? request : null;
  });
  return {
    ...page,
    pendingCount: pending.count,
    totalRequested: pending.total,
    projected: { available, total: pending.total, remaining: available - pending.total },
    scale: read.wallet.unit.scale,
    asOf,
  };
}

async function pendingOfAll(reads: DocumentReads, stream: string): Promise<Pending> {
  const [badge] = await reads.get([keyIn(pendingRequests, stream, PENDING_KEY)]);
  return contentOf(pendingRequests, badge) ?? NONE_PENDING;
}
