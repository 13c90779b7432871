import {
  balanceAsOf,
  type BalanceAsOfQuery,
  type WalletAnswer,
  type WalletBalance,
} from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetBalanceAsOf extends LedgerQuery<
  BalanceAsOfQuery,
  WalletAnswer & Pick<WalletBalance, 'balance'>
> {}

export const getBalanceAsOfHandler = answeringFromDocuments(GetBalanceAsOf, balanceAsOf);
