export {
  AGGREGATE_KINDS,
  aggregateOf,
  anyAggregateOf,
  decodeEventOf,
  foldingTerms,
} from './aggregates.ts';
export type { AggregateKind, AggregateTerms, AggregateTypes, LedgerEvent } from './aggregates.ts';
export * from './calendar/index.ts';
export { cardAt, cardOfVersion, EMPTY_CATALOG } from './catalog/rate-card.ts';
export type { Catalog, Rate, RateCard, Requirement } from './catalog/rate-card.ts';
export { catalogAggregate } from './catalog/aggregate.ts';
export type { CatalogCommand, CatalogEvent, CatalogTypes } from './catalog/aggregate.ts';
export { formatCredits, isDecimal, parseCredits, roundedDown } from './credits.ts';
export type { Credits, Decimal, Money } from './credits.ts';
export { Refusal } from './refusal.ts';
export type {
  ConsideredLot,
  HoldOutcome,
  IdKind,
  Reason,
  ReasonOf,
  RequestOutcome,
} from './refusal.ts';
export { catalogStream, catalogTenantOf, parseStream, walletOf, walletStream } from './streams.ts';
export type { StreamName } from './streams.ts';
export { bySoonestExpiry, byRank } from './wallet/lots/burn-order.ts';
export { decodeEvent, encodeData } from './wallet/stored/codec.ts';
export type {
  AttributedUsage,
  CommandOf,
  CommandType,
  Usage,
  WalletCommand,
} from './wallet/commands.ts';
export { eligibleFor } from './wallet/usage/consume.ts';
export { bookingsAhead } from './wallet/due/due-ahead.ts';
export type { BookingAhead } from './wallet/due/due-ahead.ts';
export { nextDue, SYSTEM_ACTOR } from './wallet/due/due.ts';
export type { DueThing } from './wallet/due/due.ts';
export { sealedTextOf, withText } from './wallet/stored/event-texts.ts';
export type { SealedText, TextField } from './wallet/stored/event-texts.ts';
export { namesPerson } from './wallet/named-person.ts';
export type { EventOf, EventType, Share, WalletEvent } from './wallet/events.ts';
export type { HoldEvent } from './wallet/holds/events.ts';
export type { WalletLifeEvent } from './wallet/opening/events.ts';
export type { RequestEvent } from './wallet/requests/events.ts';
export type { UsageEvent } from './wallet/usage/events.ts';
export { faultsAfterAppend, faultsAfterEvent, faultsOf } from './wallet/invariants.ts';
export {
  DEFAULT_POLICIES,
  DEFAULT_RANKS,
  policiesOf,
  POLICY_NAMES,
} from './wallet/opening/policies.ts';
export type { OwnPolicies, Policies, PolicyName } from './wallet/opening/policies.ts';
export { requesterOf } from './wallet/requests/requests.ts';
export { walletAggregate } from './wallet/aggregate.ts';
export type { WalletAggregate } from './wallet/aggregate.ts';
export type { WalletTerms } from './wallet/wallet-terms.ts';
export type { WalletTypes } from './wallet/types.ts';
export type { Lot } from './wallet/lots/lot.ts';
export { SortedLots } from './wallet/lots/sorted-lots.ts';
export type { Hold, Kept, OpenWallet, WalletState } from './wallet/state.ts';
export type * from './wallet/terms.ts';
