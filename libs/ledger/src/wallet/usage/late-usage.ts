import type { Instant, Steps } from '#eventsourcing';
import { minus, plus } from '../../calendar/index.ts';
import { type Credits } from '../../credits.ts';
import { refuse } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { exceedsCap } from '../caps/caps.ts';
import type { CommandOf } from '../commands.ts';
import { returnSlices } from '../consequences.ts';
import { refuseShort, requireNewConsumption, sealedResource } from './consume.ts';
import {
  draw,
  enoughOf,
  payersOfUsage,
  springsOf,
  springsThen,
  isOfFormer,
  type FormerPocket,
  type Owners,
  type Spring,
} from '../lots/draw.ts';
import { listedOn, pagesAfter } from '../lots/ended-lots.ts';
import type { Lot } from '../lots/lot.ts';
import { byLot, owned, totalOf } from '../lots/lots.ts';
import { isActiveMember, requireMemberThen } from '../members/membership.ts';
import { costsNothing, isZero, price } from './pricing.ts';
import type { OpenWallet } from '../state.ts';
import type { Slice, UsageFlag } from '../terms.ts';

/**
 * Books usage that already happened (D11). Within the late window the lots valid at `occurredAt`
 * pay, what has expired since being reopened; then today's lots; the rest is debt. It is never
 * refused for lack of credit, except by the policy strictUsage.
 */
export function* recordUsage(booking: Booking, command: CommandOf<'RecordUsage'>): Steps<void> {
  const { consumptionId } = command;
  const at = acceptedInstant(booking, command.occurredAt ?? booking.now);
  const memberId = command.memberId ?? null;
  if (memberId !== null) requireMemberThen(booking.state, memberId, at);
  requireNewConsumption(booking, consumptionId);
  const { amount, priced } = price(booking, command, { at });
  const resource = sealedResource(booking, command);
  const common = { ...priced, consumptionId, memberId: command.memberId, resource };
  if (costsNothing(amount)) {
    const data = { ...common, zeroPriced: isZero(amount) };
    return yield* booking.move('FreeActionRecorded', data, {}, at);
  }
  const isLate = at < minus(booking.now, booking.policies.lateWindow);
  const overCap = exceedsCap(booking.state, memberId, { amount, at });
  const { slices, debt, outOfPeriod } = yield* fund(booking, {
    ...command,
    memberId,
    amount,
    at,
    isLate,
  });
  const flags = flagsOf({
    LATE: isLate,
    FUNDED_OUT_OF_PERIOD: outOfPeriod,
    OVER_CAP: overCap,
    OVERDRAWN: debt > 0n,
    BEFORE_OPENING: at < booking.state.openedAt,
  });
  yield* booking.move(
    'CreditsConsumed',
    { ...common, amount, slices, debt, flags },
    { balance: -amount },
    at,
  );
}

function flagsOf(flags: Readonly<Record<UsageFlag, boolean>>): readonly UsageFlag[] {
  return (Object.keys(flags) as UsageFlag[]).filter((flag) => flags[flag]);
}

const AHEAD_MAX = 'PT5M';

// Clocks differ: a little ahead is now, more is a mistake. What is too old could be booked twice.
function acceptedInstant({ now, policies }: Booking, occurredAt: Instant): Instant {
  const latestAccepted = plus(now, AHEAD_MAX);
  if (occurredAt > latestAccepted) refuse({ code: 'USAGE_IN_FUTURE', latestAccepted });
  if (occurredAt > now) return now;
  const oldestAccepted = minus(now, policies.acceptanceWindow);
  if (occurredAt < oldestAccepted) refuse({ code: 'USAGE_TOO_OLD', oldestAccepted });
  return occurredAt;
}

interface Funding {
  readonly action: string;
  readonly memberId: string | null;
  readonly amount: Credits;
  readonly at: Instant;
  readonly isLate: boolean;
}

interface Funded {
  readonly slices: readonly Slice[];
  readonly debt: Credits;
  readonly outOfPeriod: boolean;
}

function* fund(booking: Booking, usage: Funding): Steps<Funded> {
  const { policies, state, now } = booking;
  const owners = payersOfUsage(activeOrNull(state, usage.memberId));
  const { amount: needed } = usage;
  const former = formerPocket(state, owners);
  const reopening = { ...usage, former };
  const { springs: then, available } = enoughOf(validThen(booking, owners, reopening), needed);
  if (policies.strictUsage && available < needed)
    refuseShort(booking, shortOf(usage, owners, then), { needed, available, limit: 0n });
  const paidThen = yield* paid(booking, draw(then, needed), former);
  if (paidThen.undrawn === 0n) return { slices: paidThen.slices, debt: 0n, outOfPeriod: false };
  const drawnOn = new Map(paidThen.slices.map((slice) => [keyOf(slice), slice.amount]));
  const today = springsOf(state.lots, owners, {
    action: usage.action,
    at: now,
    order: policies.burnOrder,
  })
    .map((spring) => ({
      ...spring,
      available: spring.available - (drawnOn.get(springKey(spring)) ?? 0n),
    }))
    .filter(({ available }) => available > 0n);
  const paidNow = draw(today, paidThen.undrawn);
  return {
    slices: merged([...paidThen.slices, ...paidNow.slices]),
    debt: paidNow.undrawn,
    outOfPeriod: !usage.isLate && paidNow.slices.length > 0,
  };
}

// Usage of a member who has gone since is the pool's.
const activeOrNull = (state: OpenWallet, memberId: string | null): string | null =>
  memberId !== null && isActiveMember(state, memberId) ? memberId : null;

// Within the late window an end takes nothing away from usage of before; beyond it, it does.
const shortOf = ({ action, at, isLate }: Funding, owners: Owners, springs: readonly Spring[]) => ({
  springs,
  owners,
  action,
  usedAt: at,
  reopens: !isLate,
});

// What a member had before it was removed and added again is no longer its own.
function formerPocket(state: OpenWallet, [memberId = null]: Owners): FormerPocket | undefined {
  if (memberId === null) return undefined;
  const member = state.members.get(memberId);
  const until = member?.spans.at(-1)?.from;
  return until === undefined || member?.spans.length === 1 ? undefined : { memberId, until };
}

const poolSlice = ({ lotId, amount }: Slice): Slice => ({ lotId, amount });

type Drawn = ReturnType<typeof draw>;

/** Reopens what of the drawn slices had expired. What is of a former pocket returns to the pool first. */
function* paid(
  booking: Booking,
  { slices, undrawn }: Drawn,
  former: FormerPocket | undefined,
): Steps<Drawn> {
  yield* reopen(booking, slices);
  const isFormer = ({ lotId, memberId }: Slice): boolean => {
    const lot = booking.state.lots.get(lotId);
    return memberId === former?.memberId && lot !== undefined && isOfFormer(lot, former);
  };
  const returned = slices.filter(isFormer);
  if (former === undefined || returned.length === 0) return { slices, undrawn };
  const back = { slices: returned, cause: 'MEMBER_REMOVED' } as const;
  yield* returnSlices(booking, former.memberId, back);
  const own = slices.map((slice) => (isFormer(slice) ? poolSlice(slice) : slice));
  return { slices: merged(own), undrawn };
}

/** The lots that may pay first. Beyond the late window there is no going back: today's lots pay. */
function validThen(
  booking: Booking,
  owners: Owners,
  { action, at, isLate, former }: Funding & { readonly former: FormerPocket | undefined },
): Iterable<Spring> {
  const { policies, state, now } = booking;
  const order = policies.burnOrder;
  if (!isLate) {
    const archived = archivedLots(booking, at);
    return springsThen(state.lots, owners, { action, at, order, former, archived });
  }
  const today = springsOf(state.lots, owners, { action, at: now, order });
  return policies.strictUsage ? today.filter(({ lot }) => lot.effectiveAt <= at) : [];
}

// Lots that ended after an instant and have left the state since.
function archivedLots(booking: Booking, at: Instant): readonly Lot[] {
  const { state, policies } = booking;
  const pages = pagesAfter(state, at, policies.lateWindow);
  if (pages.length === 0) return [];
  const lotIds = listedOn(pages, state, (id) => booking.kept(id));
  return [...lotIds].flatMap((lotId) => booking.lot(lotId) ?? []);
}

const keyOf = ({ lotId, memberId }: Slice): string => `${lotId} ${memberId ?? ''}`;
const springKey = ({ lot, memberId }: Spring): string => `${lot.lotId} ${memberId ?? ''}`;

// A lot that paid as of then and again as of today is one slice.
function merged(slices: readonly Slice[]): readonly Slice[] {
  const byKey = new Map<string, Slice>();
  for (const slice of slices) {
    const before = byKey.get(keyOf(slice));
    byKey.set(keyOf(slice), { ...slice, amount: slice.amount + (before?.amount ?? 0n) });
  }
  return [...byKey.values()];
}

/** Takes back what of these slices had expired, lot by lot, dated at each lot's end. */
function* reopen(booking: Booking, slices: readonly Slice[]): Steps<void> {
  for (const [lotId, drawn] of byLot(slices)) {
    const lot = booking.lot(lotId);
    if (lot === undefined || lot.expiresAt === null) continue;
    const reopened = drawn
      .map((slice) => ({ ...slice, amount: slice.amount - owned(lot.free, slice.memberId) }))
      .filter(({ amount }) => amount > 0n);
    if (reopened.length === 0) continue;
    if (booking.state.lots.get(lotId) === undefined) booking.revive(lot);
    const amount = totalOf(reopened);
    const data = { lotId, kind: lot.kind, amount, slices: reopened };
    yield* booking.move('ExpiryReopened', data, { balance: amount }, lot.expiresAt);
  }
}
