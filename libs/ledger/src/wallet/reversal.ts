import type { Revision } from '#eventsourcing';
import { amountOf, smaller, type Credits } from '../credits.ts';
import { refuse } from '../refusal.ts';
import type { Booking } from './booking.ts';
import type { CommandOf } from './commands.ts';
import { settleReturned, toItsOwner } from './consequences.ts';
import { cutFromEnd } from './draw.ts';
import { endOfLot } from './lot-terms.ts';
import type { Lot } from './lot.ts';
import { byLot, hasEnded, movedLot, totalOf } from './lots.ts';
import { keptId, type Consumption } from './state.ts';
import type { Slice } from './terms.ts';

/**
 * D13: takes a consumption back, wholly or in part: first its open debt, then its slices in
 * reverse order, to the lots and owners they came from. What returns to a lot that has ended is
 * forfeited, or by policy split off into a lot that ends some days on.
 */
export function reverseConsumption(
  booking: Booking,
  command: CommandOf<'ReverseConsumption'>,
): void {
  const { consumptionId } = command;
  const kept = booking.kept(keptId.consumption(consumptionId));
  if (kept?.kind !== 'CONSUMPTION') return refuse({ code: 'CONSUMPTION_NOT_FOUND', consumptionId });
  const before = kept.consumption;
  const amount = reversible(booking, before, command.amount);
  const debtForgiven = smaller(before.debt, amount);
  const { taken, rest } = cutFromEnd(before.slices, amount - debtForgiven);
  const slices = backToOwners(booking, before, taken);
  const returned = byLot(slices);
  const lots = lotsAfter(booking, returned);
  const ended = lots.filter((lot) => hasEnded(lot, booking.now) && !lot.isVoided);
  const isReissued = booking.policies.expiredReversal !== 'FORFEIT';
  const consumption: Consumption = {
    ...before,
    slices: rest,
    debt: before.debt - debtForgiven,
    reversed: before.reversed + amount,
    reversals: before.reversals + 1,
  };
  booking.move(
    'ConsumptionReversed',
    {
      consumptionId,
      reversalId: `${consumptionId}/r${consumption.reversals}`,
      memberId: before.memberId ?? undefined,
      amount,
      slices,
      debtForgiven,
      forfeited: isReissued ? 0n : totalOf(ended.flatMap(({ lotId }) => returned.get(lotId) ?? [])),
      consumption,
      lots,
    },
    { balance: amount },
  );
  if (isReissued) for (const lot of ended) reissue(booking, lot, returned.get(lot.lotId) ?? []);
  settleReturned(booking, slices, 'AFTER_REVERSAL');
}

// I7: what was reversed or written off before cannot be reversed again.
function reversible(
  booking: Booking,
  { consumptionId, amount, reversed, writtenOff }: Consumption,
  asked: string | undefined,
): Credits {
  const remaining = amount - reversed - writtenOff;
  const wanted =
    asked === undefined ? remaining : amountOf('amount', asked, booking.state.unit.scale);
  if (wanted > remaining || remaining === 0n)
    refuse({ code: 'NOTHING_TO_REVERSE', consumptionId, remaining });
  return wanted;
}

// What a capture took from its hold was its owner's when that was placed. Holds come first in a
// consumption, and what is taken back comes last first.
function backToOwners(
  booking: Booking,
  { holdId, filed, slices, revision }: Consumption,
  taken: readonly Slice[],
): readonly Slice[] {
  const held = holdId === null ? 0n : (filed[0]?.amount ?? 0n);
  const heldSince = holdId === null ? revision : placedBy(booking, holdId);
  let end = totalOf(slices);
  return taken.map((slice) => {
    end -= slice.amount;
    return toItsOwner(booking, slice, end < held ? heldSince : revision);
  });
}

function placedBy(booking: Booking, holdId: string): Revision {
  const kept = booking.kept(keptId.hold(holdId));
  const hold = booking.state.holds.get(holdId) ?? (kept?.kind === 'HOLD' ? kept.hold : undefined);
  if (hold === undefined) throw new Error(`neither the wallet nor its archive has ${holdId}`);
  return hold.revision;
}

function lotsAfter(
  booking: Booking,
  returned: ReadonlyMap<string, readonly Slice[]>,
): readonly Lot[] {
  const touched = booking.nextRevision;
  return [...returned].map(([lotId, slices]) => {
    const lot = booking.lot(lotId);
    if (lot === undefined) throw new Error(`neither the wallet nor its archive has ${lotId}`);
    return slices.reduce(
      (before, slice) => movedLot(before, slice, ['used', 'free'], touched),
      lot,
    );
  });
}

/** Splits what came back to an ended lot off into one of the same terms that ends n local days on. */
function reissue(booking: Booking, { lotId, splits }: Lot, slices: readonly Slice[]): void {
  const { expiredReversal } = booking.policies;
  if (expiredReversal === 'FORFEIT') return;
  const after = `P${expiredReversal.reissueDays}D`;
  booking.record('LotSplit', {
    lotId,
    newLotId: `${lotId}/${splits + 1}`,
    amount: totalOf(slices),
    slices,
    newExpiresAt: endOfLot({ after }, booking.now, booking.state.timeZone) ?? undefined,
  });
}
