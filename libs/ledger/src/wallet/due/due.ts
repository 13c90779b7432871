import { sha256, canonicalJson, type Actor, type Instant, type Steps } from '#eventsourcing';
import type { Booking } from '../booking.ts';
import { expireLot, SLICES_MAX } from '../consequences.ts';
import { settleDebt } from '../debt/debt.ts';
import { release } from '../holds/holds.ts';
import { hasEnded, isDueToBegin } from '../lots/lots.ts';
import type { Lot, Owned } from '../lots/lot.ts';
import type { Hold, OpenWallet } from '../state.ts';

/** Something that happens by itself at an instant. */
export interface DueThing {
  readonly kind: 'HOLD' | 'ACTIVATION' | 'EXPIRY';
  readonly id: string;
  readonly at: Instant;
  /** Which part, from 1, of what is too much for one append. */
  readonly part?: number;
}

export const SYSTEM_ACTOR: Actor = { type: 'SYSTEM', id: 'system' };

const KEY_NAMES = { HOLD: 'hold', ACTIVATION: 'activate', EXPIRY: 'expire' } as const;
const COMMAND_NAMES = {
  HOLD: 'ExpireHold',
  ACTIVATION: 'ActivateLot',
  EXPIRY: 'ExpireLot',
} as const;

export const systemKey = ({ kind, id, part }: DueThing): string =>
  `~system:${KEY_NAMES[kind]}:${id}${part === undefined ? '' : `:${part}`}`;

export const systemRequestHash = ({ kind, id }: DueThing, wallet: string): string =>
  sha256(canonicalJson({ type: COMMAND_NAMES[kind], wallet, id }));

/**
 * What is due and not yet booked at an instant, the first first: by instant, then holds,
 * activations, expiries, then the order of lots (D4). Nothing is due where nothing lapses.
 */
export function nextDue(state: OpenWallet, now: Instant): DueThing | null {
  if (state.closedAt !== null) return null;
  let next = dueHold(state, now);
  for (const due of [dueActivation(state, now), dueExpiry(state, now)])
    if (due !== null && (next === null || due.at < next.at)) next = due;
  return next;
}

function dueHold({ holdsByDeadline, holds }: OpenWallet, now: Instant): DueThing | null {
  const id = holdsByDeadline.first()?.[1];
  const hold = id === undefined ? undefined : holds.get(id);
  if (hold === undefined || hold.deadline > now) return null;
  return { kind: 'HOLD', id: hold.holdId, at: hold.deadline };
}

function dueActivation({ lots }: OpenWallet, now: Instant): DueThing | null {
  const lot = lots.firstToBegin();
  if (lot === undefined || !isDueToBegin(lot, now)) return null;
  return { kind: 'ACTIVATION', id: lot.lotId, at: lot.effectiveAt };
}

function dueExpiry({ lots }: OpenWallet, now: Instant): DueThing | null {
  const lot = lots.firstToEnd();
  if (lot === undefined || lot.expiresAt === null || !hasEnded(lot, now)) return null;
  const { lotId: id, expiresAt: at, free, expired } = lot;
  const owners = ownersOf(free) + ownersOf(expired);
  if (owners <= SLICES_MAX) return { kind: 'EXPIRY', id, at };
  const part = Math.floor(ownersOf(expired) / SLICES_MAX) + 1;
  return { kind: 'EXPIRY', id, at, part };
}

const ownersOf = ({ pool, pockets }: Owned): number => pockets.size + (pool > 0n ? 1 : 0);

/**
 * Books one due thing. Its booking's instant is that at which it was due, so that a ledger that
 * looks later books the same.
 */
export function* bookDue(booking: Booking, { kind, id }: DueThing): Steps<void> {
  if (kind === 'HOLD')
    return yield* release(booking, booking.state.holds.get(id) as Hold, 'DEADLINE');
  const lot = booking.state.lots.get(id) as Lot;
  if (kind === 'EXPIRY') return yield* expireLot(booking, lot, { cause: 'DUE', partsMax: 1 });
  const { kind: lotKind, source, salesReference, payment } = lot;
  yield* booking.move(
    'LotActivated',
    {
      lotId: id,
      amount: lot.free.total,
      kind: lotKind,
      source,
      salesReference: salesReference ?? undefined,
      payment: payment ?? undefined,
    },
    { balance: lot.free.total },
  );
  yield* settleDebt(booking);
}
