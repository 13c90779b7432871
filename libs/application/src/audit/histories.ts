import {
  aggregateOf,
  foldingTerms,
  parseStream,
  type AggregateKind,
  type AggregateTerms,
} from '#ledger';
import { AuditedCatalog } from './catalog-history.ts';
import type { History } from './history.ts';
import { AuditedWallet } from './wallet-history.ts';

/** What is asserted of each kind of stream. */
const HISTORIES: {
  readonly [Kind in AggregateKind]: (
    stream: string,
    tenantId: string,
    terms: AggregateTerms,
  ) => History;
} = {
  wallet: (stream, tenantId, terms) =>
    new AuditedWallet(aggregateOf('wallet', stream, terms), terms.tenantPolicies(tenantId)),
  catalog: (stream, _, terms) => new AuditedCatalog(aggregateOf('catalog', stream, terms)),
};

/** The history of a stream before its first event; of a stream of another kind nothing is asserted. */
export function historyOf(
  stream: string,
  tenantPolicies: AggregateTerms['tenantPolicies'],
): History {
  const name = parseStream(stream);
  if (name === undefined) return { after: () => null, afterCommand: () => null };
  return HISTORIES[name.of](stream, name.tenantId, foldingTerms(tenantPolicies));
}
