import type { DocumentReads, Instant, Position } from '#eventsourcing';
import type { Credits } from '#ledger';
import {
  pocketAmount,
  typeOf,
  type TransactionDocument,
  type TransactionKind,
} from '../documents/transaction.ts';
import { transactions } from '../documents/transactions.ts';
import { walletStream } from '#ledger';
import { newestFirst, pageOf, placeBefore, type Page, type PageQuery } from './paging.ts';
import {
  foundAsOf,
  requireWallet,
  walletKey,
  type WalletAnswer,
  type WalletQuery,
} from './reading.ts';
import { listsOf, type TransactionTab } from './transaction-lists.ts';

/** Which rows of the history. All conditions hold together. */
export interface TransactionsQuery extends WalletQuery, PageQuery {
  readonly tab?: TransactionTab | undefined;
  /** Of these kinds alone; none is any. */
  readonly kinds?: readonly TransactionKind[] | undefined;
  /** The member's own list: its usage, and what touched its pocket. */
  readonly memberId?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly occurredFrom?: Instant | undefined;
  /** Exclusive. */
  readonly occurredBefore?: Instant | undefined;
}

/** A row as users read it. */
export interface Transaction extends Omit<TransactionDocument, 'position' | 'isDue' | 'debt'> {
  readonly position: Position;
  readonly type: string;
  readonly debt: Credits;
  /** Who used it: a member's id, or "System". */
  readonly user: string;
  /** In a member's list: the change of its pocket, with what is held from it. */
  readonly pocketAmount: Credits | null;
}

/** The history of a wallet or of a member in it, newest first. */
export async function listTransactions(
  reads: DocumentReads,
  query: TransactionsQuery,
): Promise<WalletAnswer & Page<Transaction>> {
  const { asOf, found } = await foundAsOf(reads, [walletKey(query)]);
  const { tenantId, walletId, memberId, tab, pageToken } = query;
  const before = placeBefore(pageToken);
  const { scale } = requireWallet(found[0]).unit;
  const partition = walletStream(tenantId, walletId);
  const rows = newestFirst(reads, { ...listsOf(memberId, tab), partition, before });
  const page = await pageOf(rows, query, ({ body }) => {
    const row = transactions.decode(body);
    // Nothing happens after it is recorded, so what is older cannot be in the range either.
    if (query.occurredFrom !== undefined && row.recordedAt < query.occurredFrom) return 'END';
    return isAsked(row, query) ? transactionOf(row, memberId) : null;
  });
  return { ...page, scale, asOf };
}

function isAsked(row: TransactionDocument, query: TransactionsQuery): boolean {
  const { kinds = [], resourceType, resourceId } = query;
  return (
    (kinds.length === 0 || kinds.includes(row.kind)) &&
    isOrUnasked(row.resource?.type, resourceType) &&
    isOrUnasked(row.resource?.id, resourceId) &&
    isInRange(row, query)
  );
}

const isInRange = (
  { occurredAt }: TransactionDocument,
  { occurredFrom, occurredBefore }: TransactionsQuery,
): boolean =>
  (occurredFrom === undefined || occurredAt >= occurredFrom) &&
  (occurredBefore === undefined || occurredAt < occurredBefore);

const isOrUnasked = (value: string | undefined, asked: string | undefined): boolean =>
  asked === undefined || value === asked;

function transactionOf(row: TransactionDocument, memberId: string | undefined): Transaction {
  const { isDue: _isDue, position, debt, ...rest } = row;
  return {
    ...rest,
    position: BigInt(position),
    type: typeOf(row),
    debt: debt ?? 0n,
    user: row.memberId ?? 'System',
    pocketAmount: memberId === undefined ? null : pocketAmount(row),
  };
}
