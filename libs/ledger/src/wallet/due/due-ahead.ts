import { resultOf, SortedMap, type Actor, type Instant, type Steps } from '#eventsourcing';
import { EMPTY_CATALOG } from '../../catalog/rate-card.ts';
import { earliestInstant } from '../../calendar/index.ts';
import { Booking } from '../booking.ts';
import { bookDue, nextDue, SYSTEM_ACTOR, systemKey } from './due.ts';
import type { WalletEvent } from '../events.ts';
import type { Lot } from '../lots/lot.ts';
import type { Policies } from '../opening/policies.ts';
import { SortedLots } from '../lots/sorted-lots.ts';
import {
  emptyWallet,
  keptId,
  type Hold,
  type Kept,
  type Member,
  type OpenWallet,
} from '../state.ts';

/**
 * The part of a wallet that what is due may concern: lots that begin or end and holds that reach
 * their deadline, the lots of these holds, and the members whose pockets they return to.
 */
export interface WalletPart extends Pick<
  OpenWallet,
  'owner' | 'unit' | 'currency' | 'timeZone' | 'policies' | 'closedAt' | 'balance' | 'held' | 'debt'
> {
  readonly lots: readonly Lot[];
  readonly holds: readonly Hold[];
  readonly members: readonly Member[];
}

/** What will be booked for one thing that is due. */
export interface BookingAhead {
  readonly key: string;
  readonly actor: Actor;
  /** When it was due. */
  readonly at: Instant;
  readonly events: readonly WalletEvent[];
}

/**
 * What will be booked for everything due until an instant, as the wallet's own rules decide it on
 * the part of it that is concerned. Pools told by its events are of that part alone.
 */
export function* bookingsAhead(
  part: WalletPart,
  { until, tenantPolicies }: { readonly until: Instant; readonly tenantPolicies: Policies },
): Steps<readonly BookingAhead[]> {
  const ahead: BookingAhead[] = [];
  let state = yield* walletOf(part);
  for (;;) {
    const thing = nextDue(state, until);
    if (thing === null) return ahead;
    const booking = new Booking(state, 0, {
      now: thing.at,
      actor: SYSTEM_ACTOR,
      requestHash: '',
      tenantPolicies,
      catalog: EMPTY_CATALOG,
      archived: () => undefined,
      seal: () => '',
    });
    yield* resultOf(bookDue(booking, thing));
    // A wallet may have any number of things that are due, each of them small.
    yield;
    state = booking.state;
    ahead.push({
      key: systemKey(thing),
      actor: SYSTEM_ACTOR,
      at: thing.at,
      events: booking.events,
    });
  }
}

const LOTS_AT_ONCE = 20;

function* sortedIn(lots: readonly Lot[]): Steps<SortedLots> {
  let sorted = SortedLots.of([]);
  for (let start = 0; start < lots.length; start += LOTS_AT_ONCE) {
    sorted = sorted.withAll(lots.slice(start, start + LOTS_AT_ONCE));
    yield;
  }
  return sorted;
}

function* walletOf({ lots, holds, members, ...terms }: WalletPart): Steps<OpenWallet> {
  const whole = emptyWallet({ ...terms, openedAt: earliestInstant });
  return {
    ...whole,
    ...terms,
    lots: yield* sortedIn(lots),
    holds: SortedMap.of(holds.map((hold) => [hold.holdId, hold])),
    holdsByDeadline: SortedMap.of(
      holds.map(({ deadline, holdId }) => [`${deadline}|${holdId}`, holdId]),
    ),
    members: SortedMap.of(members.map((member) => [member.memberId, member])),
    ...(terms.debt > 0n ? owing(terms.debt) : {}),
  };
}

// Which consumption is paid first is nobody's concern here: one stands for all that is owed.
function owing(debt: bigint): Pick<OpenWallet, 'debts' | 'kept'> {
  const consumptionId = '';
  const kept: Kept = {
    kind: 'CONSUMPTION',
    touched: 0,
    consumption: {
      consumptionId,
      memberId: null,
      action: '',
      occurredAt: earliestInstant,
      amount: debt,
      slices: [],
      debt,
      reversed: 0n,
      writtenOff: 0n,
      reversals: 0,
      filed: [],
      holdId: null,
      requestHash: '',
      revision: 0,
    },
  };
  return {
    debts: SortedMap.of([['', consumptionId]]),
    kept: SortedMap.of([[keptId.consumption(consumptionId), kept]]),
  };
}
