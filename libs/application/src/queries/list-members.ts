import {
  listMembers,
  type ListedMember,
  type MembersQuery,
  type Page,
  type WalletAnswer,
} from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ListMembers extends LedgerQuery<MembersQuery, WalletAnswer & Page<ListedMember>> {}

export const listMembersHandler = answeringFromDocuments(ListMembers, listMembers);
