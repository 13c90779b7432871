import type { Instant } from '#eventsourcing';
import type { Credits } from '../../credits.ts';
import type { NextChange } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { byRank } from '../lots/burn-order.ts';
import { toItsOwner } from '../consequences.ts';
import type { Owners } from '../lots/draw.ts';
import type { Lot } from '../lots/lot.ts';
import { hasEnded, owned, paysFor, totalOf } from '../lots/lots.ts';
import type { Hold } from '../state.ts';

/** Who wants to pay for what. */
export interface Payer {
  readonly owners: Owners;
  readonly action: string;
  /** Of usage that happened: when. Lots that begin later never pay for it. */
  readonly usedAt?: Instant;
  /** Whether what has expired pays too, so that an end changes nothing. */
  readonly reopens?: boolean;
}

/**
 * When what a payer has changes by itself, and by how much: a lot that pays begins or ends, a hold
 * comes to its deadline. What is only others' is no change for it.
 */
export function nextChange(booking: Booking, payer: Payer): NextChange | null {
  const { state, now } = booking;
  const begins = state.lots.toBegin(now).filter((lot) => pays(lot, payer));
  const ends = state.lots.toEnd(now).filter((lot) => pays(lot, payer));
  const [change] = [
    ...firstOf(begins, (lot) => ({
      at: lot.effectiveAt,
      cause: 'LOT_ACTIVATION',
      amount: ownOf(lot, payer),
      lot,
    })),
    ...firstOf(payer.reopens === true ? [] : ends, (lot) => ({
      at: lot.expiresAt as Instant,
      cause: 'LOT_EXPIRY',
      amount: -ownOf(lot, payer),
      lot,
    })),
  ]
    .toSorted((a, b) => (a.at === b.at ? byRank(a.lot, b.lot) : a.at < b.at ? -1 : 1))
    .map(({ lot: { lotId: id }, ...rest }): NextChange => ({ id, ...rest }));
  const deadline = firstDeadline(booking, payer);
  if (change === undefined || deadline === null) return change ?? deadline;
  return change.at <= deadline.at ? change : deadline;
}

const ownOf = ({ free }: Lot, { owners }: Payer): Credits =>
  owners.reduce((sum, owner) => sum + owned(free, owner), 0n);

const isOfItsTime = ({ effectiveAt }: Lot, { usedAt }: Payer): boolean =>
  usedAt === undefined || effectiveAt <= usedAt;

const pays = (lot: Lot, payer: Payer): boolean =>
  paysFor(lot, payer.action) && isOfItsTime(lot, payer) && ownOf(lot, payer) > 0n;

type ComingChange = Omit<NextChange, 'id'> & { readonly lot: Lot };

function* firstOf(
  lots: Iterable<Lot>,
  changeOf: (lot: Lot) => ComingChange,
): Generator<ComingChange> {
  let at: Instant | null = null;
  for (const lot of lots) {
    const change = changeOf(lot);
    if (at !== null && change.at !== at) return;
    at = change.at;
    yield change;
  }
}

function firstDeadline(booking: Booking, payer: Payer): NextChange | null {
  const { holds, holdsByDeadline } = booking.state;
  for (const holdId of holdsByDeadline.values()) {
    const hold = holds.get(holdId);
    if (hold === undefined || hold.deadline <= booking.now) continue;
    const amount = totalOf(returnedTo(booking, hold, payer));
    if (amount > 0n) return { at: hold.deadline, cause: 'HOLD_DEADLINE', id: holdId, amount };
  }
  return null;
}

// What is of a lot that has ended by then, or was voided, does not come back (D6, D12).
function returnedTo(booking: Booking, { slices, revision, deadline }: Hold, payer: Payer) {
  return slices.filter((slice) => {
    const lot = booking.state.lots.get(slice.lotId);
    if (lot === undefined || lot.isVoided || !paysFor(lot, payer.action)) return false;
    const { memberId = null } = toItsOwner(booking, slice, revision);
    const isLost = hasEnded(lot, deadline) && payer.reopens !== true;
    return payer.owners.includes(memberId) && isOfItsTime(lot, payer) && !isLost;
  });
}
