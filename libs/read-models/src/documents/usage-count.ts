import type { Credits, UsageEvent, UsageFlag } from '#ledger';
import { monthAt, type ReadLedgerEvent } from '../ledger-events.ts';

/** How much was used and how often. What was free is counted apart. */
export interface UsageCount {
  readonly total: Credits;
  readonly count: number;
  readonly freeCount: number;
}

export const encodeUsage = (usage: UsageCount): string =>
  JSON.stringify({ ...usage, total: String(usage.total) });

export const NO_USAGE: UsageCount = { total: 0n, count: 0, freeCount: 0 };

/** What counts as usage. A reversal takes nothing from it. */
export type UsageEventType = Exclude<UsageEvent['type'], 'ConsumptionReversed'>;

/** Each consumption counts once, whatever its size. */
export const plusConsumption = <Count extends UsageCount>(
  before: Count,
  amount: Credits,
): Count => ({
  ...before,
  total: before.total + amount,
  count: before.count + 1,
});

export const plusFreeAction = <Count extends UsageCount>(before: Count): Count => ({
  ...before,
  freeCount: before.freeCount + 1,
});

/** The local month of an event: when it happened, or when it was recorded where that was too late. */
export function filedMonth(event: ReadLedgerEvent, flags: readonly UsageFlag[] = []): string {
  const { occurredAt, recordedAt } = event.metadata;
  return monthAt(event, flags.includes('LATE') ? recordedAt : occurredAt);
}
