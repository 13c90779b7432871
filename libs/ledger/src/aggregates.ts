import type { Aggregate, AnyAggregate, Codec, Instant } from '#eventsourcing';
import { catalogAggregate, catalogCodec, type CatalogTypes } from './catalog/aggregate.ts';
import { EMPTY_CATALOG, type Catalog } from './catalog/rate-card.ts';
import { parseStream, type StreamName } from './streams.ts';
import { walletAggregate, walletCodec } from './wallet/aggregate.ts';
import type { WalletTexts } from './wallet/wallet-terms.ts';
import type { Policies } from './wallet/opening/policies.ts';
import type { WalletTypes } from './wallet/types.ts';

/** The kinds of streams that the ledger has, and what each is made of. */
export interface AggregateTypes {
  readonly wallet: WalletTypes;
  readonly catalog: CatalogTypes;
}

export type AggregateKind = keyof AggregateTypes;

/** What an installation tells the rules of all its streams. */
export interface AggregateTerms {
  readonly tenantPolicies: (tenantId: string) => Policies;
  /** A tenant's rate cards as known now. */
  readonly catalog: (tenantId: string) => Catalog;
  /** The texts of one stream. */
  readonly texts: (stream: string) => WalletTexts;
}

type NameOf<Kind extends AggregateKind> = Extract<StreamName, { of: Kind }>;

/** The registry: a new kind of stream is entered here, and its name in `streams.ts`. */
const AGGREGATES: {
  readonly [Kind in AggregateKind]: {
    readonly codec: Codec<AggregateTypes[Kind]>;
    readonly aggregate: (
      name: NameOf<Kind>,
      stream: string,
      terms: AggregateTerms,
    ) => Aggregate<AggregateTypes[Kind]>;
  };
} = {
  wallet: {
    codec: walletCodec,
    aggregate: ({ tenantId, walletId }, stream, terms) =>
      walletAggregate({
        tenantId,
        walletId,
        tenantPolicies: terms.tenantPolicies(tenantId),
        catalog: () => terms.catalog(tenantId),
        texts: terms.texts(stream),
      }),
  },
  catalog: {
    codec: catalogCodec,
    aggregate: ({ tenantId }) => catalogAggregate(tenantId),
  },
};

export const AGGREGATE_KINDS = Object.keys(AGGREGATES) as readonly AggregateKind[];

/** The aggregate of a stream of a kind. */
export function aggregateOf<Kind extends AggregateKind>(
  kind: Kind,
  stream: string,
  terms: AggregateTerms,
): Aggregate<AggregateTypes[Kind]> {
  const name = parseStream(stream);
  if (name?.of !== kind) throw new Error(`${stream} is no ${kind}`);
  return AGGREGATES[kind].aggregate(name as NameOf<Kind>, stream, terms);
}

/** The aggregate of a stream of whichever kind; `undefined` for streams of other kinds. */
export function anyAggregateOf(stream: string, terms: AggregateTerms): AnyAggregate | undefined {
  const name = parseStream(stream);
  return name && aggregateOf(name.of, stream, terms);
}

/** Everything that happens in the ledger. */
export type LedgerEvent = AggregateTypes[AggregateKind]['Event'];

/** An event of a stream of a kind, read from its stored form. */
export function decodeEventOf(
  { of }: Pick<StreamName, 'of'>,
  event: { readonly type: string; readonly data: string; readonly occurredAt: Instant },
): LedgerEvent {
  return AGGREGATES[of].codec.decode(event.type, event.data, event.occurredAt);
}

/** What folding needs to be told: neither prices nor texts, for events say what was decided. */
export const foldingTerms = (tenantPolicies: AggregateTerms['tenantPolicies']): AggregateTerms => ({
  tenantPolicies,
  catalog: () => EMPTY_CATALOG,
  texts: () => ({ seal: foldsOnly, hash: foldsOnly }),
});

function foldsOnly(): never {
  throw new Error('whoever folds decides nothing');
}
