import { getBalance, type WalletAnswer, type WalletBalance, type WalletQuery } from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetBalance extends LedgerQuery<WalletQuery, WalletAnswer & WalletBalance> {}

export const getBalanceHandler = answeringFromDocuments(GetBalance, getBalance);
