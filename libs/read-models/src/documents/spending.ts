import type { Instant } from '#eventsourcing';
import { windowOf, type CapWindow, type Credits } from '#ledger';
import { larger, smaller } from '../amounts.ts';
import type { StoredForm } from '../codec.ts';
import type { DataOf } from '../ledger-events.ts';

/** What counts against caps in the latest window of each kind (D21). */
export type SpentByWindow = Readonly<Record<CapWindow, SpentInWindow>>;

interface SpentInWindow {
  readonly start: Instant;
  readonly amount: Credits;
}

interface Filed {
  readonly at: Instant;
  readonly amount: Credits;
  readonly zone: string;
}

/** With an amount more, or less where it is negative. What is filed before the latest window is past. */
export const plusSpent = (before: SpentByWindow | null, filed: Filed): SpentByWindow => ({
  DAY: counted('DAY', before, filed),
  WEEK: counted('WEEK', before, filed),
  MONTH: counted('MONTH', before, filed),
  TOTAL: counted('TOTAL', before, filed),
});

function counted(
  window: CapWindow,
  spent: SpentByWindow | null,
  { at, amount, zone }: Filed,
): SpentInWindow {
  const { start } = windowOf(window, at, zone);
  const before = spent?.[window];
  if (before === undefined || before.start < start) return { start, amount: larger(amount, 0n) };
  return before.start === start ? { start, amount: before.amount + amount } : before;
}

/** A reversal gives back to the windows that counted the consumption, the last part first. */
export function givenBack(
  before: SpentByWindow | null,
  {
    consumption,
    amount,
    zone,
  }: Pick<DataOf<'ConsumptionReversed'>, 'consumption' | 'amount'> & { readonly zone: string },
): SpentByWindow | null {
  let spent = before;
  let left = amount;
  let reversedBefore = consumption.reversed - amount;
  for (const part of consumption.filed.toReversed()) {
    const unreversed = larger(part.amount - reversedBefore, 0n);
    reversedBefore = larger(reversedBefore - part.amount, 0n);
    const given = smaller(unreversed, left);
    left -= given;
    if (given > 0n) spent = plusSpent(spent, { at: part.at, amount: -given, zone });
  }
  return spent;
}

/** What was spent in the window of that kind that an instant lies in. */
export function spentAt(
  spent: SpentByWindow | null,
  window: CapWindow,
  { at, zone }: Pick<Filed, 'at' | 'zone'>,
): Credits {
  const running = spent?.[window];
  return running?.start === windowOf(window, at, zone).start ? running.amount : 0n;
}

export const spentFrom = (stored: StoredForm<SpentByWindow>): SpentByWindow => ({
  DAY: windowFrom(stored.DAY),
  WEEK: windowFrom(stored.WEEK),
  MONTH: windowFrom(stored.MONTH),
  TOTAL: windowFrom(stored.TOTAL),
});

const windowFrom = ({ start, amount }: StoredForm<SpentInWindow>): SpentInWindow => ({
  start,
  amount: BigInt(amount),
});
