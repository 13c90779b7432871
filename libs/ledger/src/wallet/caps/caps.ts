import type { Instant } from '#eventsourcing';
import { windowOf } from '../../calendar/index.ts';
import type { Credits } from '../../credits.ts';
import { refuse } from '../../refusal.ts';
import { CAP_WINDOWS, ORGANISATION, spentIn } from './spent.ts';
import type { OpenWallet } from '../state.ts';
import type { CapTarget, CapWindow } from '../terms.ts';

/** A cap that concerns a spend, and what is left of it. */
interface ApplicableCap {
  readonly target: CapTarget;
  readonly window: CapWindow;
  readonly cap: Credits;
  readonly remaining: Credits;
  readonly windowEnd: Instant | null;
}

export function capKey(window: CapWindow, target: CapTarget): string {
  return target.type === 'MEMBER'
    ? `${window}|MEMBER:${target.memberId}`
    : `${window}|${target.type}`;
}

/** Refuses a spend that a cap does not allow, naming the tightest (D21). */
export function requireWithinCaps(
  state: OpenWallet,
  memberId: string | null,
  { amount, at }: { readonly amount: Credits; readonly at: Instant },
): void {
  const tightest = tightestCap(state, memberId, at);
  if (tightest !== undefined && tightest.remaining < amount)
    refuse({ code: 'CAP_EXCEEDED', ...tightest });
}

/** Whether a spend goes beyond a cap. Usage that already happened is only flagged. */
export function exceedsCap(
  state: OpenWallet,
  memberId: string | null,
  { amount, at }: { readonly amount: Credits; readonly at: Instant },
): boolean {
  const tightest = tightestCap(state, memberId, at);
  return tightest !== undefined && tightest.remaining < amount;
}

function tightestCap(
  state: OpenWallet,
  memberId: string | null,
  at: Instant,
): ApplicableCap | undefined {
  if (state.caps.size === 0) return undefined;
  const caps = CAP_WINDOWS.flatMap((window) => [
    ...memberCaps(state, memberId, { window, at }),
    ...capOf(state, { type: 'ORGANISATION' }, { window, at, spender: ORGANISATION }),
  ]);
  return caps.reduce<ApplicableCap | undefined>(tighter, undefined);
}

// A member's own cap replaces the default of the same window.
function memberCaps(
  state: OpenWallet,
  memberId: string | null,
  { window, at }: { readonly window: CapWindow; readonly at: Instant },
): readonly ApplicableCap[] {
  if (memberId === null) return [];
  const own = capOf(state, { type: 'MEMBER', memberId }, { window, at, spender: memberId });
  return own.length > 0
    ? own
    : capOf(state, { type: 'DEFAULT' }, { window, at, spender: memberId });
}

function capOf(
  { caps, spent, timeZone }: OpenWallet,
  target: CapTarget,
  {
    window,
    at,
    spender,
  }: { readonly window: CapWindow; readonly at: Instant; readonly spender: string },
): readonly ApplicableCap[] {
  const cap = caps.get(capKey(window, target));
  if (cap === undefined) return [];
  const { start, end } = windowOf(window, at, timeZone);
  const remaining = cap - spentIn(spent, spender, { window, start });
  return [{ target, window, cap, remaining: remaining > 0n ? remaining : 0n, windowEnd: end }];
}

const tighter = (a: ApplicableCap | undefined, b: ApplicableCap): ApplicableCap =>
  a === undefined || b.remaining < a.remaining ? b : a;
