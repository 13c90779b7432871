import type { Revision, Steps } from '#eventsourcing';
import { amountOf, smaller, type Credits } from '../../credits.ts';
import { refuse } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import type { CommandOf } from '../commands.ts';
import { inParts, settleReturned, toItsOwner } from '../consequences.ts';
import { cutFromEnd } from '../lots/draw.ts';
import { endOfLot } from '../lots/lot-terms.ts';
import type { Lot } from '../lots/lot.ts';
import { madeReversalId } from './reversal-id.ts';
import { byLot, hasEnded, movedLot, totalOf } from '../lots/lots.ts';
import { keptId, type Consumption } from '../state.ts';
import type { Slice } from '../terms.ts';

/**
 * D13: takes a consumption back, wholly or in part: first its open debt, then its slices in
 * reverse order, to the lots and owners they came from. What returns to a lot that has ended is
 * forfeited, or by policy split off into a lot that ends some days on. What concerns very many lots
 * is booked in parts, an event each.
 */
export function* reverseConsumption(
  booking: Booking,
  command: CommandOf<'ReverseConsumption'>,
): Steps<void> {
  const { consumptionId } = command;
  const kept = booking.kept(keptId.consumption(consumptionId));
  if (kept?.kind !== 'CONSUMPTION') return refuse({ code: 'CONSUMPTION_NOT_FOUND', consumptionId });
  const before = kept.consumption;
  const reversalId = newReversalId(booking, before, command.reversalId);
  const amount = reversible(booking, before, command.amount);
  const forgiven = smaller(before.debt, amount);
  const taken = cutFromEnd(before.slices, amount - forgiven).taken;
  const slices = backToOwners(booking, before, taken);
  const returned = byLot(slices);
  const ended = new Map<string, Lot>();
  let reversed = 0n;
  for (const part of partsOf(slices, returned.size)) {
    const debtForgiven = reversed === 0n ? forgiven : 0n;
    reversed += totalOf(part) + debtForgiven;
    const consumption: Consumption = {
      ...before,
      slices: cutFromEnd(before.slices, reversed - forgiven).rest,
      debt: before.debt - forgiven,
      reversed: before.reversed + reversed,
      reversals: before.reversals + 1,
    };
    const back = { reversalId, consumption, slices: part, debtForgiven };
    const lots = yield* takeBack(booking, back);
    for (const lot of lots) if (hasLapsed(booking, lot)) ended.set(lot.lotId, lot);
  }
  for (const [lotId, lot] of ended) yield* reissue(booking, lot, returned.get(lotId) ?? []);
  yield* settleReturned(booking, slices, 'AFTER_REVERSAL');
}

const hasLapsed = ({ now }: Booking, lot: Lot): boolean => hasEnded(lot, now) && !lot.isVoided;

interface TakenBack {
  readonly reversalId: string;
  readonly consumption: Consumption;
  readonly slices: readonly Slice[];
  readonly debtForgiven: Credits;
}

/** Records what returns, and tells the lots as they are after that. */
function* takeBack(
  booking: Booking,
  { reversalId, consumption, slices, debtForgiven }: TakenBack,
): Steps<readonly Lot[]> {
  const { consumptionId, memberId } = consumption;
  const isReissued = booking.policies.expiredReversal !== 'FORFEIT';
  const amount = totalOf(slices) + debtForgiven;
  const lots = lotsAfter(booking, byLot(slices));
  const lapsed = new Set(lots.filter((lot) => hasLapsed(booking, lot)).map(({ lotId }) => lotId));
  yield* booking.move(
    'ConsumptionReversed',
    {
      consumptionId,
      reversalId,
      memberId: memberId ?? undefined,
      amount,
      slices,
      debtForgiven,
      forfeited: isReissued ? 0n : totalOf(slices.filter(({ lotId }) => lapsed.has(lotId))),
      consumption,
      lots,
    },
    { balance: amount },
  );
  return lots;
}

// An event has the lots as they are after it, each some hundred bytes. One that has more than these
// never fitted an append, and takes too long to write and to read at once.
const LOTS_IN_ONE_MAX = 2000;
const SLICES_IN_PART = 500;

const partsOf = (slices: readonly Slice[], lots: number): readonly (readonly Slice[])[] =>
  slices.length === 0 || lots <= LOTS_IN_ONE_MAX ? [slices] : inParts(slices, SLICES_IN_PART);

// No caller's id has a slash, so that none is ever one that was made.
function newReversalId(
  booking: Booking,
  { consumptionId, reversals }: Consumption,
  given: string | undefined,
): string {
  if (given === undefined) return madeReversalId({ consumptionId, reversals: reversals + 1 });
  if (booking.kept(keptId.reversal(given)) !== undefined)
    refuse({ code: 'ID_TAKEN', kind: 'REVERSAL', id: given });
  return given;
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
function* reissue(booking: Booking, { lotId, splits }: Lot, slices: readonly Slice[]): Steps<void> {
  const { expiredReversal } = booking.policies;
  if (expiredReversal === 'FORFEIT') return;
  const after = `P${expiredReversal.reissueDays}D`;
  yield* booking.record('LotSplit', {
    lotId,
    newLotId: `${lotId}/${splits + 1}`,
    amount: totalOf(slices),
    slices,
    newExpiresAt: endOfLot({ after }, booking.now, booking.state.timeZone) ?? undefined,
  });
}
