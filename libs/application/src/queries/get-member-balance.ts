import {
  getMemberBalance,
  type MemberBalance,
  type MemberQuery,
  type WalletAnswer,
} from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetMemberBalance extends LedgerQuery<MemberQuery, WalletAnswer & MemberBalance> {}

export const getMemberBalanceHandler = answeringFromDocuments(GetMemberBalance, getMemberBalance);
