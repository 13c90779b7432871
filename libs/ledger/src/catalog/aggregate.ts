import {
  canonicalJson,
  sha256,
  wholeAggregate,
  type Aggregate,
  type Codec,
  type Instant,
} from '#eventsourcing';
import { refuse, refuseField } from '../refusal.ts';
import { refusing } from '../refusing.ts';
import { EMPTY_CATALOG, type Catalog, type Rate, type RateCard } from './rate-card.ts';

export type CatalogCommand = {
  readonly type: 'PublishRateCard';
  readonly version?: number | undefined;
  readonly effectiveFrom?: Instant | undefined;
  readonly rates: Readonly<Record<string, Rate>>;
};

export type CatalogEvent = {
  readonly type: 'RateCardPublished';
  readonly occurredAt: Instant;
  readonly data: RateCard;
};

/** What the stream of a catalogue is made of. Nothing of it is ever archived. */
export interface CatalogTypes {
  readonly State: Catalog;
  readonly Command: CatalogCommand;
  readonly Event: CatalogEvent;
  readonly Record: never;
}

export const catalogCodec: Codec<CatalogTypes> = {
  schemaVersion: 1,
  encode: ({ data }) => canonicalJson(data),
  decode: (_type, data, occurredAt) => ({
    type: 'RateCardPublished',
    occurredAt,
    data: JSON.parse(data) as RateCard,
  }),
};

/** A tenant's catalogue: versions of the rate card, numbered from 1. */
export const catalogAggregate = (tenantId: string): Aggregate<CatalogTypes> =>
  wholeAggregate<CatalogTypes>({
    tenantId,
    initial: EMPTY_CATALOG,
    decide(command, catalog, { now }) {
      const data = publish(command, catalog, now);
      const event: CatalogEvent = { type: 'RateCardPublished', occurredAt: now, data };
      return { events: [event], state: { cards: [...catalog.cards, data] } };
    },
    evolve: ({ cards }, { data }) => ({ cards: [...cards, data] }),
    codec: catalogCodec,
    requests: {
      fingerprint: (command) => sha256(canonicalJson({ ...command, catalog: tenantId })),
      isErasedRepeat: () => false,
    },
    refusals: refusing(() => true),
  });

function publish(command: CatalogCommand, { cards }: Catalog, now: Instant): RateCard {
  const last = cards.at(-1);
  const next = (last?.version ?? 0) + 1;
  const { version = next, effectiveFrom = now } = command;
  if (version < next) refuse({ code: 'ID_TAKEN', kind: 'RATE_CARD_VERSION', id: String(version) });
  if (version > next) refuseField('version', `must be ${next}, the next one`);
  if (last !== undefined && effectiveFrom < last.effectiveFrom)
    refuseField('effective_from', `must not be before ${last.effectiveFrom}, that of the last one`);
  for (const [action, rate] of Object.entries(command.rates)) checkRate(action, rate);
  return { version, effectiveFrom, rates: command.rates, requiresQuantities: true };
}

function checkRate(action: string, rate: Rate): void {
  const priced = rate.fixed !== undefined || Object.keys(rate.unitPrice ?? {}).length > 0;
  if (rate.free === true && priced)
    refuseField(`rates[${action}]`, 'cannot be free and have a price');
  if (rate.free !== true && !priced)
    refuseField(`rates[${action}]`, 'must have a price or be free');
}
