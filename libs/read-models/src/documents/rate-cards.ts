import type { Instant } from '#eventsourcing';
import type { RateCard } from '#ledger';
import { padded } from '../keys.ts';
import { projectionOf } from '../projection-of.ts';
import { parseStream } from '#ledger';

/** A published version of a tenant's rate card. Its numbers are decimals, as published. */
export interface RateCardDocument extends RateCard {
  readonly publishedAt: Instant;
}

/** The rate cards of each tenant. Of a wallet's events there is nothing in them. */
export const rateCards = projectionOf<'RateCardPublished', RateCardDocument>({
  name: 'rate-cards',
  version: 1,
  partition: ({ stream }) => parseStream(stream)?.tenantId ?? stream,
  keys: { RateCardPublished: ({ version }) => [padded(version)] },
  folds: {
    RateCardPublished: (_before, { version, effectiveFrom, rates }, { event }) => ({
      version,
      effectiveFrom,
      rates,
      publishedAt: event.metadata.occurredAt,
    }),
  },
  decode: (body) => JSON.parse(body) as RateCardDocument,
});
