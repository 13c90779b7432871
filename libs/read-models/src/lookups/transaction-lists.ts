import type { TransactionList } from '../documents/transaction.ts';
import { transactions } from '../documents/transactions.ts';
import { keyOf } from '../keys.ts';
import type { NewestFirst } from './paging.ts';

export type TransactionTab = Exclude<TransactionList, 'moves'> | 'all';

/** Where a tab of a wallet's history, or of a member's own, is listed. */
export function listsOf(
  memberId: string | undefined,
  tab: TransactionTab = 'all',
): Pick<NewestFirst, 'collection' | 'by' | 'prefixes'> {
  const collection = transactions.name;
  if (memberId === undefined) {
    const lists = tab === 'all' ? (['usage', 'purchase', 'lapsed'] as const) : [tab];
    return { collection, by: 'key', prefixes: lists.map((list) => keyOf(list, '')) };
  }
  const lists = tab === 'all' ? (['usage', 'purchase', 'lapsed', 'moves'] as const) : [tab];
  return { collection, by: 'order', prefixes: lists.map((list) => keyOf(memberId, list, '')) };
}
