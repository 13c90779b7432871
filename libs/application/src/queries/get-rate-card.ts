import type { Instant } from '#eventsourcing';
import { getRateCard, type Answer, type RateCardDocument } from '#read-models';
import { answeringFromDocuments } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

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

export const getRateCardHandler = answeringFromDocuments(
  GetRateCard,
  (reads, { tenantId, version, at }, { now }) =>
    getRateCard(reads, version === undefined ? { tenantId, at: at ?? now } : { tenantId, version }),
);
