import type { DecisionContext } from '#eventsourcing';
import type { WalletTerms } from './wallet-terms.ts';
import type { Surroundings } from './booking.ts';
import type { WalletTypes } from './types.ts';

type Deciding = Omit<DecisionContext<WalletTypes>, 'revision'>;

/** What a decision in one wallet may know. */
export const surroundingsOf = (
  { tenantPolicies, catalog, texts }: WalletTerms,
  { now, actor, requestHash, archived }: Deciding,
): Surroundings => ({
  now,
  actor,
  requestHash,
  tenantPolicies,
  catalog: catalog(),
  // Nearly always nothing was looked up, and a look at an id costs its hash.
  archived: (id) => (archived.size === 0 ? undefined : archived.get(id)),
  seal: texts.seal,
});
