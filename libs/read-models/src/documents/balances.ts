import { SortedMap, type Place, type Projection } from '#eventsourcing';
import type { Credits, LotKind } from '#ledger';
import { mapFrom, parseDocument } from '../codec.ts';
import type { LedgerEvent } from '#ledger';
import type { ReadLedgerEvent } from '../ledger-events.ts';
import { debtChange } from './debt-changes.ts';
import { lotFold, type LotDocument } from './lots.ts';

interface KindSums {
  readonly free: Credits;
  readonly held: Credits;
}

/**
 * What is in a wallet as booked: sums over the lots that have begun. What the clock makes of it is
 * told by those lots and holds that are due.
 */
export interface BalanceDocument {
  /** Kinds with nothing are left out. */
  readonly byKind: SortedMap<KindSums>;
  /** Free in the pool, and the part of it that is not restricted to actions. */
  readonly pool: Credits;
  readonly unrestricted: Credits;
  readonly debt: Credits;
}

/** A wallet has one balance, beside its lots. No lot has such an id. */
export const BALANCE_KEY = 'wallet';

const EMPTY: BalanceDocument = {
  byKind: SortedMap.empty(),
  pool: 0n,
  unrestricted: 0n,
  debt: 0n,
};

/**
 * The lots of each wallet, and beside them the wallet's balance, which changes by what its lots
 * do. An event costs as much as it has slices, however many lots there are.
 */
export const lotsAndBalances: Projection<LedgerEvent, LotDocument | BalanceDocument> = {
  name: lotFold.name,
  version: lotFold.version,
  placesOf(event) {
    const places = lotFold.placesOf(event);
    if (places.length === 0 && debtChange(event.event) === null) return places;
    return [...places, { partition: event.stream, key: BALANCE_KEY }];
  },
  apply(before, event, place, beside) {
    const lotBeside = (of: Place) => beside(of) as LotDocument | null;
    if (place.key !== BALANCE_KEY)
      return lotFold.apply(before as LotDocument | null, event, place, lotBeside);
    return { content: balanceAfter((before as BalanceDocument | null) ?? EMPTY, event, lotBeside) };
  },
  encode: (content) => ('lotId' in content ? lotFold.encode(content) : encodeBalance(content)),
  decode: (body) => (body.startsWith('{"lotId"') ? lotFold.decode(body) : decodeBalance(body)),
};

type LotBeside = (place: Place) => LotDocument | null;

function balanceAfter(
  before: BalanceDocument,
  event: ReadLedgerEvent,
  lotBeside: LotBeside,
): BalanceDocument {
  let after = { ...before, debt: before.debt + (debtChange(event.event) ?? 0n) };
  for (const place of lotFold.placesOf(event)) {
    const lot = lotBeside(place);
    after = plusLot(after, lot, -1n);
    after = plusLot(after, lotFold.apply(lot, event, place, lotBeside)?.content ?? null, 1n);
  }
  return after;
}

function plusLot(
  balance: BalanceDocument,
  lot: LotDocument | null,
  sign: 1n | -1n,
): BalanceDocument {
  if (lot === null || !lot.active) return balance;
  const { kind, pool, pockets, held, restrictedTo } = lot;
  const free = sign * (pool + pockets);
  return {
    ...balance,
    byKind: plusKind(balance.byKind, kind, { free, held: sign * held }),
    pool: balance.pool + sign * pool,
    unrestricted: balance.unrestricted + (restrictedTo.length === 0 ? sign * pool : 0n),
  };
}

function plusKind(sums: SortedMap<KindSums>, kind: LotKind, change: KindSums): SortedMap<KindSums> {
  const before = sums.get(kind);
  const free = (before?.free ?? 0n) + change.free;
  const held = (before?.held ?? 0n) + change.held;
  return free === 0n && held === 0n ? sums.without(kind) : sums.with(kind, { free, held });
}

const encodeBalance = ({ byKind, pool, unrestricted, debt }: BalanceDocument): string =>
  JSON.stringify({
    byKind: Array.from(byKind, ([kind, { free, held }]) => [
      kind,
      { free: String(free), held: String(held) },
    ]),
    pool: String(pool),
    unrestricted: String(unrestricted),
    debt: String(debt),
  });

function decodeBalance(body: string): BalanceDocument {
  const stored = parseDocument<BalanceDocument>(body);
  return {
    byKind: mapFrom(stored.byKind, ({ free, held }) => ({
      free: BigInt(free),
      held: BigInt(held),
    })),
    pool: BigInt(stored.pool),
    unrestricted: BigInt(stored.unrestricted),
    debt: BigInt(stored.debt),
  };
}

/** How a lot of that collection is read. */
export const lots = {
  name: lotFold.name,
  decode: (body: string): LotDocument => lotFold.decode(body),
};

/** How the balance beside the lots is read. */
export const balances = { name: lotFold.name, decode: decodeBalance };
