import {
  SortedMap,
  type EventMetadata,
  type Instant,
  type Place,
  type Position,
  type Projected,
  type Projection,
  type Steps,
  type Turns,
} from '#eventsourcing';
import { bookingsAhead, type BookingAhead, type Hold, type Lot, type Policies } from '#ledger';
import { balanceOf, heldOf } from './balance-at.ts';
import type { BalanceDocument } from './documents/balances.ts';
import type { HoldDocument } from './documents/holds.ts';
import type { LotDocument } from './documents/lots.ts';
import type { MemberDocument } from './documents/members.ts';
import type { PocketDocument } from './documents/pockets.ts';
import type { WalletDocument } from './documents/wallets.ts';
import type { LedgerEvent } from '#ledger';
import type { ReadLedgerEvent } from './ledger-events.ts';

/** What documents of one moment say of a wallet, as far as what is due may concern it. */
export interface DueFound {
  readonly stream: string;
  /** The position of that moment. */
  readonly asOf: Position;
  readonly wallet: WalletDocument;
  readonly balance: BalanceDocument;
  readonly lots: readonly LotDocument[];
  readonly pockets: readonly PocketDocument[];
  readonly holds: readonly HoldDocument[];
  /** Whose holds they are, and whose pockets they reserve. */
  readonly members: readonly MemberDocument[];
}

/** Until when what is due counts as booked, and what the wallet's tenant decides. */
export interface Until {
  readonly now: Instant;
  readonly tenantPolicies: Policies;
  /** How long what is worked out may keep the thread from others; unset, as long as it takes. */
  readonly turns?: Turns | undefined;
}

/**
 * The events that will book what is due by an instant and is not booked (D4), in their order, at
 * positions after everything that was read. Folded like those that are recorded, they make of the
 * documents of one moment what those will be.
 */
export function* eventsAhead(found: DueFound, until: Until): Steps<readonly ReadLedgerEvent[]> {
  const { stream, wallet, asOf } = found;
  const origin: LedgerEvent = { type: 'WalletOpened', occurredAt: wallet.openedAt, data: wallet };
  const bookings = yield* bookingsAhead(partOf(found), {
    until: until.now,
    tenantPolicies: until.tenantPolicies,
  });
  const events: ReadLedgerEvent[] = [];
  for (const booking of bookings) {
    for (const event of booking.events)
      events.push({
        stream,
        revision: 0,
        position: asOf + BigInt(events.length + 1),
        metadata: metadataOf(booking, event.occurredAt, until.now),
        event,
        origin,
      });
    yield;
  }
  return events;
}

/** Contents by key as they will be after events, with where they are listed. */
export function* foldedAhead<Content>(
  projection: Projection<LedgerEvent, Content>,
  events: readonly ReadLedgerEvent[],
  before: ReadonlyMap<string, Content>,
): Steps<ReadonlyMap<string, Projected<Content>>> {
  const after = new Map<string, Projected<Content>>();
  for (const [key, content] of before) after.set(key, { content });
  const contentAt = ({ key }: Place): Content | null => after.get(key)?.content ?? null;
  for (const event of events) {
    const changes = projection.placesOf(event).map((place) => ({
      place,
      projected: projection.apply(contentAt(place), event, place, contentAt),
    }));
    for (const { place, projected } of changes)
      if (projected === null) after.delete(place.key);
      else after.set(place.key, projected);
    yield;
  }
  return after;
}

function partOf({ wallet, balance, lots, pockets, holds, members }: DueFound) {
  const { owner, unit, currency, timeZone, policies, closedAt } = wallet;
  const byLot = Map.groupBy(pockets, ({ lotId }) => lotId);
  return {
    owner,
    unit,
    currency,
    timeZone,
    policies,
    closedAt,
    balance: balanceOf(balance),
    held: heldOf(balance),
    debt: balance.debt,
    lots: lots.map((lot) => lotOf(lot, byLot.get(lot.lotId) ?? [])),
    holds: holds.map(holdOf),
    members: members.map(
      ({ memberId, role, addedAt: from, addedRevision: since, removedAt: to }) => ({
        memberId,
        role,
        spans: [{ from, to }],
        since,
      }),
    ),
  };
}

function lotOf(lot: LotDocument, pockets: readonly PocketDocument[]): Lot {
  const { revision, pool, pockets: inPockets, expired, amount: _amount, ...rest } = lot;
  return {
    ...rest,
    sequence: revision,
    splits: 0,
    free: {
      pool,
      pockets: SortedMap.of(pockets.map(({ memberId, amount }) => [memberId, amount])),
      total: pool + inPockets,
    },
    expired: { pool: expired, pockets: SortedMap.empty(), total: expired },
    frozen: 0n,
    touched: 0,
  };
}

const holdOf = ({ status: _status, resource: _resource, ...hold }: HoldDocument): Hold => hold;

function metadataOf(
  { key, actor }: BookingAhead,
  occurredAt: Instant,
  recordedAt: Instant,
): EventMetadata {
  return {
    eventId: '',
    tenantId: '',
    occurredAt,
    recordedAt,
    actor,
    correlationId: key,
    idempotencyKey: key,
    requestHash: '',
    schemaVersion: 1,
    prevHash: '',
    hash: '',
  };
}
