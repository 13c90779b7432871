import {
  ENDLESS_TURN,
  inTurns,
  type DocumentReads,
  type Instant,
  type Position,
  type Steps,
} from '#eventsourcing';
import type { Credits } from '#ledger';
import { foldedAhead } from '../booked-ahead.ts';
import {
  pocketAmount,
  typeOf,
  type TransactionDocument,
  type TransactionKind,
} from '../documents/transaction.ts';
import { transactions } from '../documents/transactions.ts';
import type { ReadLedgerEvent } from '../ledger-events.ts';
import {
  newestFirst,
  pageOf,
  placeBefore,
  type NewestFirst,
  type Page,
  type PageQuery,
} from './paging.ts';
import { readBalance, type Asked } from './read-balance.ts';
import type { WalletAnswer, WalletQuery } from './reading.ts';
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
export interface Transaction extends Omit<
  TransactionDocument,
  'position' | 'recordedAt' | 'isDue' | 'debt'
> {
  /** `null` of what is due and not booked: the ledger has not recorded it. */
  readonly position: Position | null;
  readonly recordedAt: Instant | null;
  readonly type: string;
  readonly debt: Credits;
  /** Who used it: a member's id, or "System". */
  readonly user: string;
  /** In a member's list: the change of its pocket, with what is held from it. */
  readonly pocketAmount: Credits | null;
}

/**
 * The history of a wallet or of a member in it, newest first. What is due and not booked comes
 * first of all, on the first page and beside its rows, so that the rows sum to the balance.
 */
export async function listTransactions(
  reads: DocumentReads,
  query: TransactionsQuery,
  asked: Asked,
): Promise<WalletAnswer & Page<Transaction>> {
  const { tenantId, walletId, memberId, tab, pageToken } = query;
  const before = placeBefore(pageToken);
  const lists = listsOf(memberId, tab);
  const read = await readBalance(reads, { tenantId, walletId }, asked);
  const rows = newestFirst(reads, { ...lists, partition: read.stream, before });
  const page = await pageOf(rows, query, ({ body }) => {
    const row = transactions.decode(body);
    // Nothing happens after it is recorded, so what is older cannot be in the range either.
    if (query.occurredFrom !== undefined && row.recordedAt < query.occurredFrom) return 'END';
    return isAsked(row, query) ? transactionOf(row, memberId) : null;
  });
  const pending =
    before === undefined
      ? await inTurns(pendingRows(read.ahead.events, lists), asked.turns ?? ENDLESS_TURN)
      : [];
  const asPending = pending
    .filter((row) => isAsked(row, query))
    .map((row) => ({ ...transactionOf(row, memberId), position: null, recordedAt: null }));
  return {
    items: [...asPending, ...page.items],
    nextPageToken: page.nextPageToken,
    scale: read.wallet.unit.scale,
    asOf: read.asOf,
  };
}

/** The rows that events to come will make in lists, newest first. */
function* pendingRows(
  events: readonly ReadLedgerEvent[],
  { by, prefixes }: Pick<NewestFirst, 'by' | 'prefixes'>,
): Steps<readonly TransactionDocument[]> {
  const made = yield* foldedAhead(transactions, events, new Map<string, TransactionDocument>());
  return Array.from(made, ([key, { content, order }]) => ({
    content,
    sortKey: by === 'key' ? key : (order ?? ''),
  }))
    .filter(({ sortKey }) => prefixes.some((prefix) => sortKey.startsWith(prefix)))
    .map(({ content }) => content)
    .toSorted((a, b) => (a.position < b.position ? 1 : -1));
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
