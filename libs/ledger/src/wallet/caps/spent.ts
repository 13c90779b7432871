import type { Instant } from '#eventsourcing';
import { SortedMap } from '#eventsourcing';
import { windowOf } from '../../calendar/index.ts';
import { larger, type Credits } from '../../credits.ts';
import type { Spent, WindowSpend } from '../state.ts';
import type { CapWindow } from '../terms.ts';

/** The key of what the whole wallet spent. Member ids are never empty. */
export const ORGANISATION = '';

export const CAP_WINDOWS: readonly CapWindow[] = ['DAY', 'WEEK', 'MONTH', 'TOTAL'];

/**
 * What counts against caps after an amount more, or less where it is negative, filed at an instant
 * (D21). Only the running windows and those before them are kept: an amount for an earlier one
 * changes nothing.
 */
export function filed(
  spent: SortedMap<Spent>,
  memberId: string | null,
  {
    at,
    amount,
    timeZone,
  }: { readonly at: Instant; readonly amount: Credits; readonly timeZone: string },
): SortedMap<Spent> {
  const starts = {
    DAY: windowOf('DAY', at, timeZone).start,
    WEEK: windowOf('WEEK', at, timeZone).start,
    MONTH: windowOf('MONTH', at, timeZone).start,
    TOTAL: windowOf('TOTAL', at, timeZone).start,
  };
  const count = (before: Spent | undefined): Spent => ({
    DAY: counted(before?.DAY, starts.DAY, amount),
    WEEK: counted(before?.WEEK, starts.WEEK, amount),
    MONTH: counted(before?.MONTH, starts.MONTH, amount),
    TOTAL: counted(before?.TOTAL, starts.TOTAL, amount),
  });
  const organisation = spent.with(ORGANISATION, count(spent.get(ORGANISATION)));
  return memberId === null
    ? organisation
    : organisation.with(memberId, count(organisation.get(memberId)));
}

function counted(known: WindowSpend | undefined, start: Instant, amount: Credits): WindowSpend {
  if (known?.start === start) return { ...known, amount: known.amount + amount };
  const first = { start, amount: larger(amount, 0n) };
  if (known === undefined) return first;
  if (known.start < start)
    return { ...first, before: { start: known.start, amount: known.amount } };
  const { before } = known;
  if (before?.start === start)
    return { ...known, before: { start, amount: before.amount + amount } };
  return before === undefined || before.start < start ? { ...known, before: first } : known;
}

/** What was spent in the window that begins at an instant, as far as it is still kept. */
export function spentIn(
  spent: SortedMap<Spent>,
  target: string,
  { window, start }: { readonly window: CapWindow; readonly start: Instant },
): Credits {
  const running = spent.get(target)?.[window];
  if (running?.start === start) return running.amount;
  return running?.before?.start === start ? running.before.amount : 0n;
}
