import { sha256, canonicalJson, type Actor, type Instant } from '#eventsourcing';
import type { Booking } from './booking.ts';
import { expireLot, SLICES_MAX } from './consequences.ts';
import { settleDebt } from './debt.ts';
import { release } from './holds.ts';
import { findLot, hasEnded, isDueToBegin } from './lots.ts';
import type { Hold, Lot, OpenWallet, Owned } from './state.ts';

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
  let sequence = 0;
  for (const lot of state.lots) {
    const due = dueOf(lot, now);
    if (due === null || !comesBefore(due, lot.sequence, next, sequence)) continue;
    next = due;
    sequence = lot.sequence;
  }
  return next;
}

function dueHold({ holdsByDeadline, holds }: OpenWallet, now: Instant): DueThing | null {
  const id = holdsByDeadline.first()?.[1];
  const hold = id === undefined ? undefined : holds.get(id);
  if (hold === undefined || hold.deadline > now) return null;
  return { kind: 'HOLD', id: hold.holdId, at: hold.deadline };
}

function dueOf(lot: Lot, now: Instant): DueThing | null {
  const { lotId: id, effectiveAt, expiresAt, free, expired, active } = lot;
  if (!active) return isDueToBegin(lot, now) ? { kind: 'ACTIVATION', id, at: effectiveAt } : null;
  if (expiresAt === null || free.total === 0n || !hasEnded(lot, now)) return null;
  const owners = ownersOf(free) + ownersOf(expired);
  if (owners <= SLICES_MAX) return { kind: 'EXPIRY', id, at: expiresAt };
  const part = Math.floor(ownersOf(expired) / SLICES_MAX) + 1;
  return { kind: 'EXPIRY', id, at: expiresAt, part };
}

const ownersOf = ({ pool, pockets }: Owned): number => pockets.size + (pool > 0n ? 1 : 0);

const ORDER = { HOLD: 0, ACTIVATION: 1, EXPIRY: 2 } as const;

// Between things of one instant and kind the older lot comes first.
function comesBefore(
  due: DueThing,
  sequence: number,
  other: DueThing | null,
  otherSequence: number,
): boolean {
  if (other === null) return true;
  if (due.at !== other.at) return due.at < other.at;
  if (due.kind !== other.kind) return ORDER[due.kind] < ORDER[other.kind];
  return sequence < otherSequence;
}

/**
 * Books one due thing. Its booking's instant is that at which it was due, so that a ledger that
 * looks later books the same.
 */
export function bookDue(booking: Booking, { kind, id }: DueThing): void {
  if (kind === 'HOLD') return release(booking, booking.state.holds.get(id) as Hold, 'DEADLINE');
  const lot = findLot(booking.state, id) as Lot;
  if (kind === 'EXPIRY') return expireLot(booking, lot, { cause: 'DUE', partsMax: 1 });
  const { kind: lotKind, source, salesReference, payment } = lot;
  booking.move(
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
  settleDebt(booking);
}
