export * from './audit/index.ts';
export {
  SubmitToCatalogHandler,
  SubmitToWalletHandler,
  SubmitToWalletsHandler,
} from './command-handlers.ts';
export { SubmitToCatalog, SubmitToWallet, SubmitToWallets } from './commands.ts';
export type { SubmittedBy, Done, Receipt, WalletSubmission, WalletDone } from './commands.ts';
export { DeadlineTicker } from './deadlines.ts';
export { OutcomeUnknownError, Overloaded } from './errors.ts';
export { Freshness } from './freshness.ts';
export { Ledger } from './ledger.ts';
export type { LedgerPorts, LedgerTerms } from './ledger.ts';
export type { ErasureNews } from './persons/erase-person.ts';
export { ErasePerson, ErasePersonHandler } from './persons/persons-handlers.ts';
export { ProjectionFollower } from './projection-follower.ts';
export { CompareReadModels } from './queries/compare-read-models.ts';
export { ExportPerson } from './queries/export-person.ts';
export { ExportStream } from './queries/export-stream.ts';
export { GetBalance } from './queries/get-balance.ts';
export { GetBalanceAsOf } from './queries/get-balance-as-of.ts';
export { GetHold } from './queries/get-hold.ts';
export { GetMemberBalance } from './queries/get-member-balance.ts';
export { GetMemberUsage } from './queries/get-member-usage.ts';
export { GetMonthlyUsage } from './queries/get-monthly-usage.ts';
export { GetRateCard } from './queries/get-rate-card.ts';
export { GetUsageBreakdown } from './queries/get-usage-breakdown.ts';
export { GetWallet } from './queries/get-wallet.ts';
export { ListLots } from './queries/list-lots.ts';
export { ListMembers } from './queries/list-members.ts';
export { ListRequests } from './queries/list-requests.ts';
export { ListTransactions } from './queries/list-transactions.ts';
export { ListWallets } from './queries/list-wallets.ts';
export { QuoteUsage } from './queries/quote-usage.ts';
export { PAGE_BYTES_MAX, ReadStream } from './queries/read-stream.ts';
export { VerifyStream } from './queries/verify-stream.ts';
export type { LedgerQuery, Question, AnsweredAt } from './queries/ledger-query.ts';
export type { RateCardAsked } from './queries/get-rate-card.ts';
export type { StreamQuery } from './queries/existing-stream.ts';
export { queryHandlers } from './queries/query-handlers.ts';
export type { LapsingCredit, Quote } from './quote-usage.ts';
export { Reading } from './reading.ts';
export type { Reader, ReadingPorts } from './reading.ts';
export { areCurrent } from './projection-versions.ts';
export { renewOutdated } from './read-models-renewal.ts';
export { rebuildReadModels } from './rebuild.ts';
