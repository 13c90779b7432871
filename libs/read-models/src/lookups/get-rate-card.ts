import type { DocumentReads, Instant } from '#eventsourcing';
import { rateCards, type RateCardDocument } from '../documents/rate-cards.ts';
import { padded } from '../keys.ts';
import { newestFirst } from './paging.ts';
import { contentOf, freshness, keyIn, type Answer } from './reading.ts';

/** This version, or the one in force at an instant. */
export type RateCardQuery = { readonly tenantId: string } & (
  { readonly version: number } | { readonly at: Instant }
);

/** A rate card, `null` where there is none. */
export async function getRateCard(
  reads: DocumentReads,
  query: RateCardQuery,
): Promise<Answer & { readonly rateCard: RateCardDocument | null }> {
  const asOf = await freshness(reads);
  const { tenantId } = query;
  if ('at' in query) return { rateCard: await inForce(reads, tenantId, query.at), asOf };
  const [document] = await reads.get([keyIn(rateCards, tenantId, padded(query.version))]);
  return { rateCard: contentOf(rateCards, document), asOf };
}

// Of those effective by then, the last published.
async function inForce(
  reads: DocumentReads,
  partition: string,
  at: Instant,
): Promise<RateCardDocument | null> {
  const cards = newestFirst(reads, {
    collection: rateCards.name,
    partition,
    by: 'key',
    prefixes: [''],
    before: undefined,
  });
  for await (const { document } of cards) {
    const card = rateCards.decode(document.body);
    if (card.effectiveFrom <= at) return card;
  }
  return null;
}
