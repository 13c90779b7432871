import type { DocumentReads, Instant } from '#eventsourcing';
import type { Credits } from '#ledger';
import { balanceOf } from '../balance-at.ts';
import { pocketAmount, type TransactionDocument } from '../documents/transaction.ts';
import { transactions } from '../documents/transactions.ts';
import { padded } from '../keys.ts';
import { memberBalance } from './member-balance.ts';
import { newestFirst } from './paging.ts';
import { readBalance, requireMember, type Asked, type BalanceRead } from './read-balance.ts';
import type { WalletAnswer, WalletQuery } from './reading.ts';
import { listsOf } from './transaction-lists.ts';

export interface BalanceAsOfQuery extends WalletQuery {
  /** Of this member: its pocket with what is held from it. */
  readonly memberId?: string | undefined;
  /** Count what happened until this instant. */
  readonly effectiveAt?: Instant | undefined;
  /** Count what the ledger knew at this instant. */
  readonly knownAt?: Instant | undefined;
}

interface Times {
  readonly effectiveAt: Instant;
  readonly knownAt: Instant;
}

/**
 * A balance as of a time: the sum of the rows that had happened and were known by then. It is the
 * balance of now less the rows that do not count, which are among the newest, so that the history
 * is read only as far back as the time asked for.
 */
export async function balanceAsOf(
  reads: DocumentReads,
  query: BalanceAsOfQuery,
  asked: Asked,
): Promise<WalletAnswer & { readonly balance: Credits }> {
  const { memberId } = query;
  const times = {
    effectiveAt: query.effectiveAt ?? asked.now,
    knownAt: query.knownAt ?? asked.now,
  };
  // What is due by then but not booked counts; nothing is due before its time.
  const until = earliest(asked.now, earliest(times.effectiveAt, times.knownAt));
  const read = await readBalance(reads, query, { ...asked, now: until });
  let balance =
    memberId === undefined
      ? balanceOf(read.balance)
      : await withHeld(reads, read, { memberId, now: until });
  const rows = newestFirst(reads, {
    ...listsOf(memberId),
    partition: read.stream,
    before: padded(read.position + 1n),
  });
  for await (const { document } of rows) {
    const row = transactions.decode(document.body);
    if (row.recordedAt <= until) break;
    if (!counts(row, times)) balance -= memberId === undefined ? row.amount : pocketAmount(row);
  }
  return { balance, scale: read.wallet.unit.scale, asOf: read.asOf };
}

const earliest = (a: Instant, b: Instant): Instant => (a < b ? a : b);

async function withHeld(
  reads: DocumentReads,
  read: BalanceRead,
  { memberId, now }: { readonly memberId: string; readonly now: Instant },
): Promise<Credits> {
  const member = requireMember(read, memberId);
  const { personal, held } = await memberBalance(reads, read, { member, now });
  return personal + held;
}

// A due booking counts as known from the instant at which it was due.
const counts = (
  { occurredAt, recordedAt, isDue }: TransactionDocument,
  { effectiveAt, knownAt }: Times,
): boolean => occurredAt <= effectiveAt && (isDue ? occurredAt : recordedAt) <= knownAt;
