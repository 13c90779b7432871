import {
  listLots,
  type ListedLot,
  type LotsQuery,
  type Page,
  type WalletAnswer,
} from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ListLots extends LedgerQuery<LotsQuery, WalletAnswer & Page<ListedLot>> {}

export const listLotsHandler = answeringFromDocuments(ListLots, listLots);
