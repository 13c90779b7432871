import type { Steps } from '#eventsourcing';
import { refuse, refuseField } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import type { CommandOf } from '../commands.ts';
import { voidFree } from '../consequences.ts';
import { endOfLot } from './lot-terms.ts';
import { hasEnded, slicesOf } from './lots.ts';
import type { Lot } from './lot.ts';

/**
 * D12: takes back what is free of a lot, pockets included; never what is held, never the past. Where
 * all that is left is held, the lot is marked, so that what returns to it is voided at once.
 */
export function* voidLot(booking: Booking, { lotId, reason }: CommandOf<'VoidLot'>): Steps<void> {
  const lot = unendedLot(booking, lotId);
  if (lot.free.total === 0n && (lot.held === 0n || lot.isVoided))
    return yield* booking.stand('CommandAccepted', { outcome: 'NOTHING_FREE' });
  const why = sealed(booking, reason);
  if (lot.free.total > 0n) return yield* voidFree(booking, lot, { reason: why });
  const { kind } = lot;
  yield* booking.stand('LotVoided', { lotId, kind, amount: 0n, slices: [], reason: why });
}

/** Splits what is free of a lot off into a lot that ends at another time; owners keep their parts. */
export function* moveExpiry(
  booking: Booking,
  { lotId, end, reason }: CommandOf<'MoveExpiry'>,
): Steps<void> {
  const lot = unendedLot(booking, lotId);
  const newExpiresAt = endOfLot(end, lot.effectiveAt, booking.state.timeZone) ?? undefined;
  if (newExpiresAt !== undefined && newExpiresAt <= booking.now)
    refuseField('end', 'must be in the future');
  if (newExpiresAt !== undefined && newExpiresAt <= lot.effectiveAt)
    refuseField('end', 'must be after effective_at');
  if (lot.free.total === 0n)
    return yield* booking.stand('CommandAccepted', { outcome: 'NOTHING_FREE' });
  yield* booking.record('LotSplit', {
    lotId,
    newLotId: `${lotId}/${lot.splits + 1}`,
    amount: lot.free.total,
    slices: slicesOf(lotId, lot.free),
    newExpiresAt,
    reason: sealed(booking, reason),
  });
}

function unendedLot(booking: Booking, lotId: string): Lot {
  const lot = booking.lot(lotId);
  if (lot === undefined) return refuse({ code: 'LOT_NOT_FOUND', lotId });
  if (lot.expiresAt !== null && hasEnded(lot, booking.now))
    refuse({ code: 'LOT_EXPIRED', lotId, expiresAt: lot.expiresAt });
  return lot;
}

function sealed(booking: Booking, text: string | undefined): string | undefined {
  return text === undefined ? undefined : booking.surroundings.seal(null, text);
}
