import type { DocumentReads, Instant } from '#eventsourcing';
import type { LotKind, Slice } from '#ledger';
import { lots } from '../documents/balances.ts';
import { lotsMade } from '../documents/lots-made.ts';
import type { LotDocument } from '../documents/lots.ts';
import type { PocketDocument } from '../documents/pockets.ts';
import {
  newestFirst,
  pageOf,
  placeBefore,
  type Listed,
  type Page,
  type PageQuery,
} from './paging.ts';
import { pocketsOf } from './read-ahead.ts';
import { readBalance, type Asked, type BalanceRead } from './read-balance.ts';
import { keyIn, type WalletAnswer, type WalletQuery } from './reading.ts';

export type LotStatus = 'FUTURE' | 'ACTIVE' | 'USED_UP' | 'EXPIRED' | 'VOIDED';

export interface LotsQuery extends WalletQuery, PageQuery {
  readonly statuses?: readonly LotStatus[] | undefined;
  readonly kinds?: readonly LotKind[] | undefined;
}

/** A lot by the clock: granted is the sum of its parts. */
export interface ListedLot extends Omit<LotDocument, 'revision' | 'active' | 'isVoided'> {
  readonly status: LotStatus;
  /** Whose pockets have what, in byte order of the members' ids. */
  readonly allocated: readonly Slice[];
}

/** The lots of a wallet, newest first. */
export async function listLots(
  reads: DocumentReads,
  query: LotsQuery,
  asked: Asked,
): Promise<WalletAnswer & Page<ListedLot>> {
  const { tenantId, walletId, statuses = [], kinds = [] } = query;
  const before = placeBefore(query.pageToken);
  const read = await readBalance(reads, { tenantId, walletId }, asked);
  const made = newestFirst(reads, {
    collection: lotsMade.name,
    partition: read.stream,
    by: 'key',
    prefixes: [''],
    before,
  });
  const { items, nextPageToken } = await pageOf(asTheyAre(reads, made), query, ({ body }) => {
    const stored = lots.decode(body);
    const lot = read.ahead.lots.get(stored.lotId) ?? stored;
    const isAsked =
      (statuses.length === 0 || statuses.includes(statusAt(lot, asked.now))) &&
      (kinds.length === 0 || kinds.includes(lot.kind));
    return isAsked ? lot : null;
  });
  const inPockets = await pocketsIn(reads, read, items);
  return {
    items: items.map((lot) => lotAt(lot, inPockets.get(lot.lotId) ?? [], asked.now)),
    nextPageToken,
    scale: read.wallet.unit.scale,
    asOf: read.asOf,
  };
}

const CHUNK = 100;

/** Instead of what says that a lot was made, the lot. */
async function* asTheyAre(
  reads: DocumentReads,
  made: AsyncIterable<Listed>,
): AsyncGenerator<Listed> {
  let chunk: Listed[] = [];
  for await (const each of made) {
    chunk.push(each);
    if (chunk.length < CHUNK) continue;
    yield* await lotsOf(reads, chunk);
    chunk = [];
  }
  yield* await lotsOf(reads, chunk);
}

async function lotsOf(reads: DocumentReads, made: readonly Listed[]): Promise<readonly Listed[]> {
  const keys = made.map(({ document: { partition, body } }) =>
    keyIn(lots, partition, lotsMade.decode(body).lotId),
  );
  const found = await reads.get(keys);
  return made.flatMap(({ place }, index) => {
    const document = found[index];
    return document === undefined ? [] : [{ document, place }];
  });
}

async function pocketsIn(
  reads: DocumentReads,
  { stream, ahead }: BalanceRead,
  listed: readonly LotDocument[],
): Promise<ReadonlyMap<string, readonly PocketDocument[]>> {
  const stored = await pocketsOf(
    reads,
    stream,
    listed.filter(({ lotId }) => !ahead.lots.has(lotId)),
  );
  return Map.groupBy([...ahead.pockets, ...stored], ({ lotId }) => lotId);
}

function lotAt(
  document: LotDocument,
  inPockets: readonly PocketDocument[],
  now: Instant,
): ListedLot {
  const { revision: _revision, active: _active, isVoided: _isVoided, ...lot } = document;
  const allocated = inPockets.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
  return { ...lot, status: statusAt(document, now), allocated };
}

function statusAt(lot: LotDocument, now: Instant): LotStatus {
  if (lot.isVoided) return 'VOIDED';
  if (lot.expiresAt !== null && lot.expiresAt <= now) return 'EXPIRED';
  if (now < lot.effectiveAt) return 'FUTURE';
  return lot.pool + lot.pockets > 0n || lot.held > 0n ? 'ACTIVE' : 'USED_UP';
}
