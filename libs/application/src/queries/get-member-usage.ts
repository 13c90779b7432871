import {
  getMemberUsage,
  type MemberUsage,
  type MemberUsageQuery,
  type OrganisationUsage,
  type Page,
  type WalletAnswer,
} from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetMemberUsage extends LedgerQuery<
  MemberUsageQuery,
  WalletAnswer & Page<MemberUsage> & { readonly organisation: OrganisationUsage }
> {}

export const getMemberUsageHandler = answeringFromDocuments(
  GetMemberUsage,
  (reads, asked, { now }) => getMemberUsage(reads, asked, now),
);
