import { larger, roundedDown, type Credits } from '../../credits.ts';
import { refuse, type ConsideredLot } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { requireWithinCaps } from '../caps/caps.ts';
import type { AttributedUsage, CommandOf } from '../commands.ts';
import {
  allOf,
  draw,
  enoughOf,
  payersOf,
  springsOf,
  type Owners,
  type Spring,
} from '../lots/draw.ts';
import { requireActiveMember } from '../members/membership.ts';
import { nextChange, type Payer } from './next-change.ts';
import { costsNothing, isZero, price } from './pricing.ts';
import { keptId, type OpenWallet } from '../state.ts';
import type { Steps } from '#eventsourcing';
import type { Resource, Slice } from '../terms.ts';

/** Authorises and spends, now: all of it is paid, within the overdraft, or it is refused. */
export function* consumeCredits(
  booking: Booking,
  command: CommandOf<'ConsumeCredits'>,
): Steps<void> {
  const { consumptionId, memberId } = command;
  if (memberId !== undefined) requireActiveMember(booking.state, memberId);
  requireNewConsumption(booking, consumptionId);
  const { amount, priced } = price(booking, command, { at: booking.now });
  const common = { ...priced, consumptionId, memberId, resource: sealedResource(booking, command) };
  if (costsNothing(amount)) {
    const data = { ...common, zeroPriced: isZero(amount) };
    return yield* booking.move('FreeActionRecorded', data, {});
  }
  requireWithinCaps(booking.state, memberId ?? null, { amount, at: booking.now });
  const { slices, debt } = authorise(booking, { ...command, amount, mayOverdraw: true });
  yield* booking.move(
    'CreditsConsumed',
    { ...common, amount, slices, debt, flags: debt > 0n ? ['OVERDRAWN'] : [] },
    { balance: -amount },
  );
}

/** captureId and consumptionId share one space; an id is given once, for ever. */
export function requireNewConsumption(booking: Booking, consumptionId: string): void {
  if (booking.state.consumed.has(consumptionId) || isKept(booking, consumptionId))
    refuse({ code: 'ID_TAKEN', kind: 'CONSUMPTION', id: consumptionId });
}

const isKept = (booking: Booking, consumptionId: string): boolean =>
  booking.kept(keptId.consumption(consumptionId)) !== undefined;

/** What can pay for an action of a member, or of the system: from where, and how much in all (D20). */
export function eligibleFor(
  spend: Pick<Spend, 'action' | 'memberId'>,
  around: Pick<Booking, 'state' | 'policies' | 'now'>,
): { readonly springs: readonly Spring[]; readonly available: Credits } {
  const owners = payersOf(spend.memberId ?? null, around.policies);
  const { springs, available } = allOf(eligibleSprings(spend.action, owners, around));
  return { springs, available: available - debtBefore(owners, around.state) };
}

const eligibleSprings = (
  action: string,
  owners: Owners,
  { state, policies, now }: Pick<Booking, 'state' | 'policies' | 'now'>,
): Iterable<Spring> =>
  springsOf(state.lots, owners, { action, at: now, order: policies.burnOrder });

// Where the pool pays, it pays what is owed first.
const debtBefore = (owners: Owners, { debt }: OpenWallet): Credits =>
  owners.includes(null) ? debt : 0n;

interface Spend {
  readonly action: string;
  readonly memberId?: string | undefined;
  readonly amount: Credits;
  readonly mayOverdraw: boolean;
}

/**
 * Which slices pay for a spend, and what becomes debt; refused where amount > eligible − debt +
 * overdraft limit (D20). From a pocket alone neither debt nor overdraft enters. Holds never
 * overdraw.
 */
export function authorise(
  booking: Booking,
  { action, memberId, amount, mayOverdraw }: Spend,
): { readonly slices: readonly Slice[]; readonly debt: Credits } {
  const { state, policies } = booking;
  const owners = payersOf(memberId ?? null, policies);
  const limit =
    owners.includes(null) && mayOverdraw
      ? roundedDown(policies.overdraftLimit, state.unit.scale)
      : 0n;
  const owed = debtBefore(owners, state);
  // No more lots are looked at than it takes to know that there is enough.
  const wanted = amount + larger(owed - limit, 0n);
  const { springs, available } = enoughOf(eligibleSprings(action, owners, booking), wanted);
  if (amount > available - owed + limit)
    refuseShort(
      booking,
      { springs, owners, action },
      { needed: amount, available: available - owed, limit },
    );
  const { slices, undrawn } = draw(springs, amount);
  return { slices, debt: undrawn };
}

export function refuseShort(
  booking: Booking,
  { springs, ...payer }: Payer & { readonly springs: readonly Spring[] },
  {
    needed,
    available,
    limit,
  }: { readonly needed: Credits; readonly available: Credits; readonly limit: Credits },
): never {
  return refuse({
    code: 'INSUFFICIENT_CREDITS',
    available,
    needed,
    shortfall: needed - available - limit,
    lots: springs.slice(0, CONSIDERED_MAX).map(considered),
    lotCount: springs.length,
    nextChange: nextChange(booking, payer),
  });
}

const CONSIDERED_MAX = 20;

const considered = ({ lot, memberId, available }: Spring): ConsideredLot => ({
  lotId: lot.lotId,
  kind: lot.kind,
  memberId,
  available,
  expiresAt: lot.expiresAt,
});

/** A resource as it is stored: its name sealed under its member's key, else the wallet's. */
export function sealedResource(
  { surroundings }: Booking,
  { resource, memberId }: Pick<AttributedUsage, 'resource' | 'memberId'>,
): Resource | undefined {
  if (resource === undefined) return undefined;
  const { type, id, name } = resource;
  return name === undefined || name === ''
    ? { type, id }
    : { type, id, name: surroundings.seal(memberId ?? null, name) };
}
