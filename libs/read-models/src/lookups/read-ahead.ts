import {
  ENDLESS_TURN,
  inTurns,
  type DocumentReads,
  type Instant,
  type Steps,
} from '#eventsourcing';
import { heldOf } from '../balance-at.ts';
import { eventsAhead, foldedAhead, type DueFound, type Until } from '../booked-ahead.ts';
import { BALANCE_KEY, lots, lotsAndBalances, type BalanceDocument } from '../documents/balances.ts';
import { holds, type HoldDocument } from '../documents/holds.ts';
import type { LotDocument } from '../documents/lots.ts';
import { members, type MemberDocument } from '../documents/members.ts';
import { pockets, type PocketDocument } from '../documents/pockets.ts';
import { keyOf, under, upTo } from '../keys.ts';
import type { ReadLedgerEvent } from '../ledger-events.ts';
import { allListed, contentsOf } from './all-listed.ts';

type Begun = Pick<DueFound, 'stream' | 'asOf' | 'wallet' | 'balance'>;

/** What a wallet's documents of one moment will be once everything due is booked. */
export interface Ahead {
  /** The bookings to come, the first first. */
  readonly events: readonly ReadLedgerEvent[];
  readonly balance: BalanceDocument;
  /** Lots and members to which something happens, as they will be. */
  readonly lots: ReadonlyMap<string, LotDocument>;
  readonly members: ReadonlyMap<string, MemberDocument>;
  /** All that will be in pockets of those lots. */
  readonly pockets: readonly PocketDocument[];
}

/** The lots of which something is free that begins or ends by an instant. */
export async function lotsDueBy(
  reads: DocumentReads,
  stream: string,
  until: Instant,
): Promise<readonly LotDocument[]> {
  const due: LotDocument[] = [];
  const range = { collection: lots.name, partition: stream, by: 'order', to: upTo(until) } as const;
  for await (const { body } of allListed(reads, range)) due.push(lots.decode(body));
  return due;
}

/** Works out what is due, from documents of one moment alone. */
export async function readAhead(
  reads: DocumentReads,
  begun: Begun,
  { due, until }: { readonly due: readonly LotDocument[]; readonly until: Until },
): Promise<Ahead> {
  const { stream, balance } = begun;
  const dueHolds = heldOf(balance) === 0n ? [] : await holdsDueBy(reads, stream, until.now);
  if (due.length === 0 && dueHolds.length === 0)
    return { events: [], balance, lots: new Map(), members: new Map(), pockets: [] };
  const found = await foundWith(reads, begun, { due, dueHolds });
  return inTurns(aheadOf(found, until), until.turns ?? ENDLESS_TURN);
}

function* aheadOf(found: DueFound, until: Until): Steps<Ahead> {
  const { balance } = found;
  const events = yield* eventsAhead(found, until);
  const lotsBefore = byKey(found.lots, ({ lotId }) => lotId);
  const lotsAfter = yield* foldedAhead(
    lotsAndBalances,
    events,
    new Map<string, LotDocument | BalanceDocument>([...lotsBefore, [BALANCE_KEY, balance]]),
  );
  const membersBefore = byKey(found.members, ({ memberId }) => memberId);
  const pocketsBefore = byKey(found.pockets, ({ lotId, memberId }) => keyOf(lotId, memberId));
  const membersAfter = yield* foldedAhead(members, events, membersBefore);
  const pocketsAfter = yield* foldedAhead(pockets, events, pocketsBefore);
  return {
    events,
    balance: lotsAfter.get(BALANCE_KEY)?.content as BalanceDocument,
    lots: new Map(
      found.lots.map(({ lotId }) => [lotId, lotsAfter.get(lotId)?.content as LotDocument]),
    ),
    members: contentsIn(membersAfter),
    pockets: [...contentsIn(pocketsAfter).values()].filter(({ amount }) => amount > 0n),
  };
}

async function holdsDueBy(
  reads: DocumentReads,
  stream: string,
  until: Instant,
): Promise<readonly HoldDocument[]> {
  const due: HoldDocument[] = [];
  const range = {
    collection: holds.name,
    partition: stream,
    by: 'order',
    to: upTo(until),
  } as const;
  for await (const { body } of allListed(reads, range)) due.push(holds.decode(body));
  return due;
}

async function foundWith(
  reads: DocumentReads,
  begun: Begun,
  {
    due,
    dueHolds,
  }: { readonly due: readonly LotDocument[]; readonly dueHolds: readonly HoldDocument[] },
): Promise<DueFound> {
  const partition = begun.stream;
  const known = new Set(due.map(({ lotId }) => lotId));
  const heldLots = new Set<string>();
  const owners = new Set<string>();
  for (const { memberId, slices } of dueHolds) {
    if (memberId !== null) owners.add(memberId);
    for (const slice of slices) {
      if (!known.has(slice.lotId)) heldLots.add(slice.lotId);
      if (slice.memberId !== undefined) owners.add(slice.memberId);
    }
  }
  const all = [...due, ...(await contentsOf(reads, lots, { partition, keys: [...heldLots] }))];
  return {
    ...begun,
    lots: all,
    holds: dueHolds,
    members: await contentsOf(reads, members, { partition, keys: [...owners] }),
    pockets: await pocketsOf(reads, partition, all),
  };
}

/** What of lots is in pockets. */
export async function pocketsOf(
  reads: DocumentReads,
  stream: string,
  of: readonly Pick<LotDocument, 'lotId' | 'pockets'>[],
): Promise<readonly PocketDocument[]> {
  const found: PocketDocument[] = [];
  for (const { lotId, pockets: inPockets } of of) {
    if (inPockets === 0n) continue;
    const range = { collection: pockets.name, partition: stream, ...under(lotId) };
    for await (const { order, body } of allListed(reads, { ...range, by: 'key' }))
      if (order !== null) found.push(pockets.decode(body));
  }
  return found;
}

const byKey = <Content>(
  contents: readonly Content[],
  key: (content: Content) => string,
): ReadonlyMap<string, Content> => new Map(contents.map((content) => [key(content), content]));

const contentsIn = <Content>(
  folded: ReadonlyMap<string, { readonly content: Content }>,
): ReadonlyMap<string, Content> =>
  new Map(Array.from(folded, ([key, { content }]) => [key, content]));
