import type { Instant, Steps } from '#eventsourcing';
import { type Credits } from '../../credits.ts';
import type { Booking } from '../booking.ts';
import { returnSlices } from '../consequences.ts';
import { refuseShort } from './consume.ts';
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
import type { LotChange } from '../event-parts.ts';
import type { Lot } from '../lots/lot.ts';
import { byLot, owned, totalOf } from '../lots/lots.ts';
import { isActiveMember } from '../members/membership.ts';
import type { OpenWallet } from '../state.ts';
import type { Slice } from '../terms.ts';

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

// Where usage must be paid for, whoever has too little is refused.
function requireEnough(
  booking: Booking,
  owners: Owners,
  usage: Funding & { readonly former: FormerPocket | undefined },
): void {
  const { amount: needed } = usage;
  const { springs, available } = enoughOf(validThen(booking, owners, usage), needed);
  if (available < needed)
    refuseShort(booking, shortOf(usage, owners, springs), { needed, available, limit: 0n });
}

/** Who pays for usage that already happened: the lots valid then, today's lots, and debt for the rest (D11). */
export function* fund(booking: Booking, usage: Funding): Steps<Funded> {
  const { policies, state, now } = booking;
  const owners = payersOfUsage(activeOrNull(state, usage.memberId));
  const { amount: needed } = usage;
  const former = formerPocket(state, owners);
  const reopening = { ...usage, former };
  if (policies.strictUsage) requireEnough(booking, owners, reopening);
  const drawnThen = draw(validThen(booking, owners, reopening), needed);
  for (const { lot, ...reopened } of reopenings(booking, drawnThen.slices)) {
    if (state.lots.get(lot.lotId) === undefined) booking.revive(lot);
    const { amount } = reopened;
    yield* booking.move('ExpiryReopened', reopened, { balance: amount }, lot.expiresAt);
  }
  const paidThen = former === undefined ? drawnThen : yield* ofThePool(booking, drawnThen, former);
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

/** What was drawn once what is of a former pocket has returned to the pool. */
function* ofThePool(
  booking: Booking,
  { slices, undrawn }: Drawn,
  former: FormerPocket,
): Steps<Drawn> {
  const isFormer = ({ lotId, memberId }: Slice): boolean => {
    const lot = booking.state.lots.get(lotId);
    return memberId === former.memberId && lot !== undefined && isOfFormer(lot, former);
  };
  const returned = slices.filter(isFormer);
  if (returned.length === 0) return { slices, undrawn };
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

interface Reopening extends LotChange {
  readonly lot: Lot & { readonly expiresAt: Instant };
}

/** What of these slices had expired and is taken back, lot by lot, at each lot's end. */
function reopenings(booking: Booking, slices: readonly Slice[]): readonly Reopening[] {
  const found: Reopening[] = [];
  for (const [lotId, drawn] of byLot(slices)) {
    const lot = booking.lot(lotId);
    if (lot === undefined || !hasAnEnd(lot)) continue;
    const reopened = drawn
      .map((slice) => ({ ...slice, amount: slice.amount - owned(lot.free, slice.memberId) }))
      .filter(({ amount }) => amount > 0n);
    if (reopened.length === 0) continue;
    found.push({ lot, lotId, kind: lot.kind, amount: totalOf(reopened), slices: reopened });
  }
  return found;
}

const hasAnEnd = (lot: Lot): lot is Lot & { readonly expiresAt: Instant } => lot.expiresAt !== null;
