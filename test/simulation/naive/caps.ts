import type {
  CapTarget,
  Minute,
  NaiveCommandOf,
  Objection,
  Prediction,
  Window,
} from './commands.ts';
import { memberObjections } from './members.ts';
import { accepted, refused, type NaiveWallet } from './wallet.ts';

export const WINDOWS: readonly Window[] = ['DAY', 'WEEK', 'MONTH', 'TOTAL'];
const DAY = 1440;
// Minute 0 is the beginning of a Monday, and of June 2026.
const START = Date.UTC(2026, 5, 1);

function windowOf(window: Window, at: Minute): number {
  if (window === 'DAY') return Math.floor(at / DAY);
  if (window === 'WEEK') return Math.floor(at / (7 * DAY));
  if (window === 'TOTAL') return 0;
  const date = new Date(START + at * 60_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export const isSameWindow = (window: Window, one: Minute, other: Minute): boolean =>
  windowOf(window, one) === windowOf(window, other);

const keyOf = (target: CapTarget, window: Window): string =>
  `${typeof target === 'string' ? target : `MEMBER ${target.member}`} ${window}`;

export function setCap(
  wallet: NaiveWallet,
  { target, window, amount }: NaiveCommandOf<'SetCap'>,
): Prediction {
  const objections = typeof target === 'string' ? [] : memberObjections(wallet, target.member);
  if (objections.length > 0) return refused(objections);
  const key = keyOf(target, window);
  if ((wallet.caps.get(key) ?? null) === amount) return accepted('UNCHANGED');
  if (amount === null) wallet.caps.delete(key);
  else wallet.caps.set(key, amount);
  return accepted();
}

/** D21: what usage of a member (or the system) in the window of an instant may still cost. */
export function capObjections(
  wallet: NaiveWallet,
  memberId: string | null,
  amount: number,
  at: Minute,
): readonly Objection[] {
  const exceeded = WINDOWS.flatMap((window) => limitsOf(wallet, memberId, window, at)).filter(
    ({ remaining }) => amount > remaining,
  );
  const tightest = Math.min(...exceeded.map(({ remaining }) => remaining));
  return exceeded
    .filter(({ remaining }) => remaining === tightest)
    .map(({ cap }) => ({
      code: 'CAP_EXCEEDED',
      figures: { cap, remaining: tightest },
    }));
}

function limitsOf(
  wallet: NaiveWallet,
  memberId: string | null,
  window: Window,
  at: Minute,
): { readonly cap: number; readonly remaining: number }[] {
  const organisation = wallet.caps.get(keyOf('ORGANISATION', window));
  const own =
    memberId === null
      ? undefined
      : (wallet.caps.get(keyOf({ member: memberId }, window)) ??
        wallet.caps.get(keyOf('DEFAULT', window)));
  const limits = [];
  if (organisation !== undefined)
    limits.push({ cap: organisation, spent: spent(wallet, null, window, at) });
  if (own !== undefined) limits.push({ cap: own, spent: spent(wallet, memberId, window, at) });
  return limits.map(({ cap, spent }) => ({ cap, remaining: Math.max(0, cap - spent) }));
}

/** Null is everybody. Once something was filed in two later windows, this one is no longer kept. */
export function spent(
  wallet: NaiveWallet,
  memberId: string | null,
  window: Window,
  at: Minute,
): number {
  const own = entries(wallet).filter((entry) => memberId === null || entry.memberId === memberId);
  const windowAt = windowOf(window, at);
  const later = new Set(
    own.map((entry) => windowOf(window, entry.at)).filter((its) => its > windowAt),
  );
  if (later.size > 1) return 0;
  return own
    .filter((entry) => windowOf(window, entry.at) === windowAt)
    .reduce((sum, { amount }) => sum + amount, 0);
}

interface Entry {
  readonly memberId: string | null;
  readonly at: Minute;
  readonly amount: number;
}

const entries = ({ consumptions, holds }: NaiveWallet): readonly Entry[] => [
  ...[...consumptions.values()].flatMap(({ memberId, filed }) =>
    filed.map(({ at, amount }) => ({ memberId, at, amount })),
  ),
  ...[...holds.values()].map(({ memberId, placedAt, coins }) => ({
    memberId,
    at: placedAt,
    amount: coins.length,
  })),
];

export const isOverCap = (
  wallet: NaiveWallet,
  { memberId, amount, at }: { memberId: string | null; amount: number; at: Minute },
): boolean => capObjections(wallet, memberId, amount, at).length > 0;
