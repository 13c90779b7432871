import type { DocumentReads } from '#eventsourcing';
import { policiesOf, type Policies } from '#ledger';
import { wallets, type WalletDocument } from '../documents/wallets.ts';
import { newestFirst, pageOf, placeBefore, type Page, type PageQuery } from './paging.ts';
import {
  foundAsOf,
  freshness,
  keyIn,
  requireWallet,
  walletKey,
  type Answer,
  type WalletQuery,
} from './reading.ts';

/** A wallet as it is, with all policies in force. */
export interface Wallet extends Omit<WalletDocument, 'policies' | 'defaultCaps' | 'position'> {
  readonly status: 'OPEN' | 'CLOSED';
  readonly policies: Policies;
}

export async function getWallet(
  reads: DocumentReads,
  query: WalletQuery,
  tenantPolicies: Policies,
): Promise<Answer & { readonly wallet: Wallet }> {
  const { asOf, found } = await foundAsOf(reads, [walletKey(query)]);
  return { wallet: walletOf(requireWallet(found[0]), tenantPolicies), asOf };
}

export interface WalletsQuery extends PageQuery {
  readonly tenantId: string;
  /** The wallets a caller may see; `*` is all of the tenant's. */
  readonly walletIds: '*' | readonly string[];
}

/** The wallets of a tenant, newest first. */
export async function listWallets(
  reads: DocumentReads,
  query: WalletsQuery,
  tenantPolicies: Policies,
): Promise<Answer & Page<Wallet>> {
  const asOf = await freshness(reads);
  const { tenantId, walletIds, pageToken } = query;
  const before = placeBefore(pageToken);
  const listed =
    walletIds === '*'
      ? newestFirst(reads, {
          collection: wallets.name,
          partition: tenantId,
          by: 'order',
          prefixes: [''],
          before,
        })
      : named(reads, { tenantId, walletIds, before });
  const page = await pageOf(listed, query, ({ body }) =>
    walletOf(wallets.decode(body), tenantPolicies),
  );
  return { ...page, asOf };
}

async function* named(
  reads: DocumentReads,
  {
    tenantId,
    walletIds,
    before,
  }: {
    readonly tenantId: string;
    readonly walletIds: readonly string[];
    readonly before: string | undefined;
  },
) {
  const ids = [...new Set(walletIds)];
  const documents = await reads.get(ids.map((id) => keyIn(wallets, tenantId, id)));
  const listed = documents
    .flatMap((document) => (document === undefined ? [] : [document]))
    .map((document) => ({ document, place: document.order ?? '' }))
    .filter(({ place }) => before === undefined || place < before);
  yield* listed.toSorted((a, b) => (a.place < b.place ? 1 : -1));
}

function walletOf(document: WalletDocument, tenantPolicies: Policies): Wallet {
  const { defaultCaps: _caps, position: _position, ...wallet } = document;
  return {
    ...wallet,
    status: wallet.closedAt === null ? 'OPEN' : 'CLOSED',
    policies: policiesOf(document.policies, tenantPolicies),
  };
}
