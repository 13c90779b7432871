import { walletStream } from '#ledger';
import {
  listTransactions,
  type Page,
  type Transaction,
  type TransactionsQuery,
  type WalletAnswer,
} from '#read-models';
import { openTransaction } from '../open-texts.ts';
import { answering } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ListTransactions extends LedgerQuery<
  TransactionsQuery,
  WalletAnswer & Page<Transaction>
> {}

export const listTransactionsHandler = answering(ListTransactions, async (reading, asked, at) => {
  const answer = await reading.fromDocuments((reads) => listTransactions(reads, asked, at));
  const open = openTransaction(reading, walletStream(asked.tenantId, asked.walletId));
  return { ...answer, items: answer.items.map(open) };
});
