export { allProjections } from './all-projections.ts';
export { daysLater } from './balance-at.ts';
export type { KindBalance, MemberBalance, WalletBalance } from './balance-at.ts';
export type { UsageSums } from './documents/daily-usage.ts';
export type { HoldDocument, HoldStatus } from './documents/holds.ts';
export type { RateCardDocument } from './documents/rate-cards.ts';
export type { RequestStatus } from './documents/requests.ts';
export type { TransactionKind } from './documents/transaction.ts';
export { documentsNeeded, foldAll, foldBatch, OngoingFold } from './fold.ts';
export { ledgerEventReader, ledgerEventsFrom, readWholeStream } from './ledger-events.ts';
export type { ReadLedgerEvent } from './ledger-events.ts';
export { balanceAsOf } from './lookups/balance-as-of.ts';
export type { BalanceAsOfQuery } from './lookups/balance-as-of.ts';
export { dueDeadlines } from './lookups/due-deadlines.ts';
export type { DueDeadline } from './lookups/due-deadlines.ts';
export { getBalance, getMemberBalance } from './lookups/get-balance.ts';
export type { MemberQuery } from './lookups/get-balance.ts';
export { getHold } from './lookups/get-hold.ts';
export type { HoldQuery } from './lookups/get-hold.ts';
export { getRateCard } from './lookups/get-rate-card.ts';
export type { RateCardQuery } from './lookups/get-rate-card.ts';
export { listLots } from './lookups/list-lots.ts';
export type { ListedLot, LotsQuery, LotStatus } from './lookups/list-lots.ts';
export { listMembers } from './lookups/list-members.ts';
export type { ListedMember, MemberCap, MembersQuery } from './lookups/list-members.ts';
export { listRequests } from './lookups/list-requests.ts';
export type { ProjectedPool, RequestsAnswer, RequestsQuery } from './lookups/list-requests.ts';
export { listTransactions } from './lookups/list-transactions.ts';
export type { Transaction, TransactionsQuery } from './lookups/list-transactions.ts';
export { getMemberUsage } from './lookups/member-usage.ts';
export type { MemberUsage, MemberUsageQuery, OrganisationUsage } from './lookups/member-usage.ts';
export { getMonthlyUsage } from './lookups/monthly-usage.ts';
export type { MonthlyUsageQuery, MonthUsage } from './lookups/monthly-usage.ts';
export { BadPageToken } from './lookups/paging.ts';
export type { Page, PageQuery } from './lookups/paging.ts';
export type { Asked } from './lookups/read-balance.ts';
export { READ_MODELS_FOLLOWER } from './lookups/reading.ts';
export type { Answer, WalletAnswer, WalletQuery } from './lookups/reading.ts';
export type { TransactionTab } from './lookups/transaction-lists.ts';
export { BREAKDOWN_DAYS_MAX, getUsageBreakdown } from './lookups/usage-breakdown.ts';
export type {
  UsageBreakdown,
  UsageBreakdownQuery,
  UsageBreakdownRow,
  UsageGrouping,
} from './lookups/usage-breakdown.ts';
export { walletsOfPerson } from './lookups/wallets-of-person.ts';
export type { PersonQuery } from './lookups/wallets-of-person.ts';
export { getWallet, listWallets } from './lookups/wallets.ts';
export type { Wallet, WalletsQuery } from './lookups/wallets.ts';
