import { canonicalJson, sha256, type Instant, type StreamRules } from '#eventsourcing';
import { refuse, refuseField, Refusal } from '../refusal.ts';
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

export type CatalogRules = StreamRules<Catalog, CatalogCommand, CatalogEvent, never>;

/** The rules of a tenant's catalogue: versions of the rate card, numbered from 1. */
export function catalogRules(tenantId: string): CatalogRules {
  return {
    initial: EMPTY_CATALOG,
    snapshotVersion: 1,
    snapshotOf: (core) => ({ core, parts: [] }),
    partsGone: () => [],
    restored: (written) => written as Catalog,
    withParts: (catalog) => catalog,
    schemaVersion: 1,
    tenantId,
    fingerprint: (command) => sha256(canonicalJson({ ...command, catalog: tenantId })),
    decide(command, catalog, { now }) {
      const data = publish(command, catalog, now);
      const event: CatalogEvent = { type: 'RateCardPublished', occurredAt: now, data };
      return { events: [event], state: { cards: [...catalog.cards, data] } };
    },
    due: () => null,
    evolve: ({ cards }, { data }) => ({ cards: [...cards, data] }),
    recordOf: () => undefined,
    placeOf: () => undefined,
    looksBack: () => false,
    namedBy: () => [],
    mayBeTooLarge: () => true,
    tooLarge: (bytes) => new Refusal({ code: 'COMMAND_TOO_LARGE', bytes }),
    keyReused: () => new Refusal({ code: 'IDEMPOTENCY_KEY_REUSED' }),
    retire: (state) => ({ state, retired: [] }),
    retiring: () => null,
    lackedBy: () => [],
    revived: (catalog) => catalog,
    encodeData: ({ data }) => canonicalJson(data),
    decodeEvent: (_type, data, occurredAt) => ({
      type: 'RateCardPublished',
      occurredAt,
      data: JSON.parse(data) as RateCard,
    }),
  };
}

function publish(command: CatalogCommand, { cards }: Catalog, now: Instant): RateCard {
  const last = cards.at(-1);
  const next = (last?.version ?? 0) + 1;
  const { version = next, effectiveFrom = now } = command;
  if (version < next) refuse({ code: 'ID_TAKEN', kind: 'RATE_CARD_VERSION', id: String(version) });
  if (version > next) refuseField('version', `must be ${next}, the next one`);
  if (last !== undefined && effectiveFrom < last.effectiveFrom)
    refuseField('effective_from', `must not be before ${last.effectiveFrom}, that of the last one`);
  for (const [action, rate] of Object.entries(command.rates)) checkRate(action, rate);
  return { version, effectiveFrom, rates: command.rates };
}

function checkRate(action: string, rate: Rate): void {
  const priced = rate.fixed !== undefined || Object.keys(rate.unitPrice ?? {}).length > 0;
  if (rate.free === true && priced)
    refuseField(`rates[${action}]`, 'cannot be free and have a price');
  if (rate.free !== true && !priced)
    refuseField(`rates[${action}]`, 'must have a price or be free');
}
