import { Query } from '@nestjs/cqrs';
import type { Head, Instant, RecordedEvent, Revision } from '#eventsourcing';
import type { AttributedUsage } from '#ledger';
import type {
  Answer,
  BalanceAsOfQuery,
  HoldDocument,
  HoldQuery,
  ListedLot,
  ListedMember,
  LotsQuery,
  MemberBalance,
  MemberQuery,
  MembersQuery,
  MemberUsage,
  MemberUsageQuery,
  MonthlyUsageQuery,
  MonthUsage,
  OrganisationUsage,
  Page,
  RateCardDocument,
  RequestsAnswer,
  RequestsQuery,
  Transaction,
  TransactionsQuery,
  UsageBreakdown,
  UsageBreakdownQuery,
  Wallet,
  WalletAnswer,
  WalletBalance,
  WalletQuery,
  WalletsQuery,
} from '#read-models';
import type { ReadModelsComparison } from './audit/compare-read-models.ts';
import type { AuditNews } from './audit/news.ts';
import type { Verification } from './audit/verify-stream.ts';
import type { PersonAsked } from './persons/persons-wallets.ts';
import type { Quote } from './quote-usage.ts';
import type { Reader } from './reading.ts';

/** An answer and the instant at which it was evaluated. */
export type Told<Result> = Result & { readonly now: Instant };

/** What is asked, of the tenant of whoever reads. */
export type Question<Asked> = Asked extends unknown ? Omit<Asked, 'tenantId'> : never;

/** A question. The caller's rights are checked before it is asked. */
export abstract class LedgerQuery<Asked, Result> extends Query<Told<Result>> {
  readonly asked: Question<Asked>;
  readonly reader: Reader;

  constructor(asked: Question<Asked>, reader: Reader) {
    super();
    this.asked = asked;
    this.reader = reader;
  }
}

export class GetWallet extends LedgerQuery<WalletQuery, Answer & { readonly wallet: Wallet }> {}
export class ListWallets extends LedgerQuery<WalletsQuery, Answer & Page<Wallet>> {}
export class GetBalance extends LedgerQuery<WalletQuery, WalletAnswer & WalletBalance> {}
export class GetMemberBalance extends LedgerQuery<MemberQuery, WalletAnswer & MemberBalance> {}
export class GetBalanceAsOf extends LedgerQuery<
  BalanceAsOfQuery,
  WalletAnswer & Pick<WalletBalance, 'balance'>
> {}
export class GetHold extends LedgerQuery<
  HoldQuery,
  WalletAnswer & { readonly hold: HoldDocument }
> {}
export class ListLots extends LedgerQuery<LotsQuery, WalletAnswer & Page<ListedLot>> {}
export class ListMembers extends LedgerQuery<MembersQuery, WalletAnswer & Page<ListedMember>> {}
export class ListRequests extends LedgerQuery<RequestsQuery, RequestsAnswer> {}
export class ListTransactions extends LedgerQuery<
  TransactionsQuery,
  WalletAnswer & Page<Transaction>
> {}
export class GetMonthlyUsage extends LedgerQuery<
  MonthlyUsageQuery,
  WalletAnswer & { readonly months: readonly MonthUsage[] }
> {}
export class GetMemberUsage extends LedgerQuery<
  MemberUsageQuery,
  WalletAnswer & Page<MemberUsage> & { readonly organisation: OrganisationUsage }
> {}
export class GetUsageBreakdown extends LedgerQuery<
  UsageBreakdownQuery,
  WalletAnswer & UsageBreakdown
> {}
export class QuoteUsage extends LedgerQuery<
  WalletQuery & { readonly usage: AttributedUsage },
  WalletAnswer & Quote
> {}
/** This version, else the card in force at an instant, else the one in force now. */
export interface RateCardAsked {
  readonly tenantId: string;
  readonly version?: number | undefined;
  readonly at?: Instant | undefined;
}

export class GetRateCard extends LedgerQuery<
  RateCardAsked,
  Answer & { readonly rateCard: RateCardDocument | null }
> {}

/** A wallet's stream, or without one the tenant's catalogue. */
export interface StreamQuery {
  readonly tenantId: string;
  readonly walletId?: string | undefined;
}

export class ReadStream extends LedgerQuery<
  StreamQuery & { readonly from: Revision; readonly limit: number },
  { readonly stream: string; readonly events: readonly RecordedEvent[]; readonly head: Head }
> {}
export class ExportStream extends LedgerQuery<
  StreamQuery,
  { readonly lines: AsyncIterable<string> }
> {}
export class VerifyStream extends LedgerQuery<
  StreamQuery,
  { readonly news: AsyncIterable<AuditNews<Verification>> }
> {}
export class CompareReadModels extends LedgerQuery<
  StreamQuery,
  { readonly news: AsyncIterable<AuditNews<ReadModelsComparison>> }
> {}
export class ExportPerson extends LedgerQuery<
  PersonAsked,
  { readonly lines: AsyncIterable<string> }
> {}
