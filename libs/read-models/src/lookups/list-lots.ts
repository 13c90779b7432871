import type { DocumentReads, Instant } from '#eventsourcing';
import { type Credits, type LotKind, type Slice } from '#ledger';
import { lots, type LotDocument } from '../documents/lots.ts';
import { walletStream } from '#ledger';
import { newestFirst, pageOf, placeBefore, type Page, type PageQuery } from './paging.ts';
import {
  foundAsOf,
  requireWallet,
  walletKey,
  type WalletAnswer,
  type WalletQuery,
} from './reading.ts';

export type LotStatus = 'FUTURE' | 'ACTIVE' | 'USED_UP' | 'EXPIRED' | 'VOIDED';

/** What parts a lot has once everything due is booked, where that is not yet so. */
export type LotParts = Pick<
  LotDocument,
  'pool' | 'pockets' | 'held' | 'used' | 'expired' | 'voided'
>;

export interface LotsQuery extends WalletQuery, PageQuery {
  readonly statuses?: readonly LotStatus[] | undefined;
  readonly kinds?: readonly LotKind[] | undefined;
}

/** A lot by the clock: granted is the sum of its parts. */
export interface ListedLot extends Omit<LotDocument, 'revision' | 'isVoided' | 'pockets'> {
  readonly status: LotStatus;
  /** In all pockets together. */
  readonly pockets: Credits;
  /** Whose pockets have what, in byte order of the members' ids. */
  readonly allocated: readonly Slice[];
}

/** The lots of a wallet, newest first. */
export async function listLots(
  reads: DocumentReads,
  query: LotsQuery,
  now: Instant,
  ahead: ReadonlyMap<string, LotParts> = new Map(),
): Promise<WalletAnswer & Page<ListedLot>> {
  const { tenantId, walletId, pageToken, statuses = [], kinds = [] } = query;
  const before = placeBefore(pageToken);
  const { asOf, found } = await foundAsOf(reads, [walletKey(query)]);
  const { scale } = requireWallet(found[0]).unit;
  const listed = newestFirst(reads, {
    collection: lots.name,
    partition: walletStream(tenantId, walletId),
    by: 'order',
    prefixes: [''],
    before,
  });
  const page = await pageOf(listed, query, ({ body }) => {
    const stored = lots.decode(body);
    const lot = lotAt({ ...stored, ...ahead.get(stored.lotId) }, now);
    const isAsked =
      (statuses.length === 0 || statuses.includes(lot.status)) &&
      (kinds.length === 0 || kinds.includes(lot.kind));
    return isAsked ? lot : null;
  });
  return { ...page, scale, asOf };
}

// What is free of a lot whose end has come counts as expired, booked or not.
function lotAt(document: LotDocument, now: Instant): ListedLot {
  const { revision: _revision, isVoided: _isVoided, pockets, ...lot } = document;
  const allocated = [...pockets].map(([memberId, amount]) => ({
    lotId: lot.lotId,
    memberId,
    amount,
  }));
  const inPockets = allocated.reduce((total, { amount }) => total + amount, 0n);
  const status = statusAt(document, { free: lot.pool + inPockets, now });
  if (!hasEnded(lot, now)) return { ...lot, status, pockets: inPockets, allocated };
  const expired = lot.expired + lot.pool + inPockets;
  return { ...lot, status, pool: 0n, pockets: 0n, expired, allocated: [] };
}

const hasEnded = ({ expiresAt }: Pick<LotDocument, 'expiresAt'>, now: Instant): boolean =>
  expiresAt !== null && expiresAt <= now;

function statusAt(
  lot: LotDocument,
  { free, now }: { readonly free: Credits; readonly now: Instant },
): LotStatus {
  if (lot.isVoided) return 'VOIDED';
  if (hasEnded(lot, now)) return 'EXPIRED';
  if (now < lot.effectiveAt) return 'FUTURE';
  return free > 0n || lot.held > 0n ? 'ACTIVE' : 'USED_UP';
}
