import type { Instant } from '#eventsourcing';
import type { Credits } from '#ledger';
import { parseDocument } from '../codec.ts';
import { keyOf } from '../keys.ts';
import { dayAt, type DataOf, type ReadLedgerEvent } from '../ledger-events.ts';
import { projectionOf } from '../projection-of.ts';
import {
  NO_USAGE,
  plusConsumption,
  plusFreeAction,
  type UsageCount,
  type UsageEventType,
} from './usage-count.ts';

/** How much was used, how often, and how much of that was reversed. */
export interface UsageSums extends UsageCount {
  readonly reversed: Credits;
}

/** What a member, or the system, did of one action for resources of one type on a local day. */
export interface DailyUsageDocument extends UsageSums {
  readonly day: string;
  readonly action: string;
  /** `null` is the system. */
  readonly memberId: string | null;
  /** `null` is for no resource. */
  readonly resourceType: string | null;
}

export const NO_SUMS: UsageSums = { ...NO_USAGE, reversed: 0n };

/**
 * The usage of each wallet by day, action, member and type of resource. By its key a wallet's is
 * listed by day, by its order a member's. It is filed when it happened, however late that was told,
 * and what is reversed with what it was: an event touches one document.
 */
export const dailyUsage = projectionOf<UsageEventType | 'ConsumptionReversed', DailyUsageDocument>({
  name: 'daily-usage',
  version: 1,
  keys: (_data, event) => [keyFor(filedFor(event))],
  folds: {
    CreditsConsumed: (before, { amount }, { event }) =>
      plusConsumption(before ?? begun(event), amount),
    FreeActionRecorded: (before, _data, { event }) => plusFreeAction(before ?? begun(event)),
    ConsumptionReversed: (before, { amount }, { event }) => {
      const used = before ?? begun(event);
      return { ...used, reversed: used.reversed + amount };
    },
  },
  order: ({ memberId, day, action, resourceType }) =>
    memberId === null ? undefined : keyOf(memberId, day, action, resourceType ?? ''),
  encode: ({ total, reversed, ...rest }) =>
    JSON.stringify({ ...rest, total: String(total), reversed: String(reversed) }),
  decode: (body) => {
    const stored = parseDocument<DailyUsageDocument>(body);
    return { ...stored, total: BigInt(stored.total), reversed: BigInt(stored.reversed) };
  },
});

type Filed = Pick<DailyUsageDocument, 'day' | 'action' | 'memberId' | 'resourceType'>;

const keyFor = ({ day, action, memberId, resourceType }: Filed): string =>
  keyOf(day, action, memberId ?? '', resourceType ?? '');

const begun = (event: ReadLedgerEvent): DailyUsageDocument => ({ ...filedFor(event), ...NO_SUMS });

function filedFor(read: ReadLedgerEvent): Filed {
  const { data, occurredAt } = usageOf(read);
  return {
    day: dayAt(read, occurredAt),
    action: data.action,
    memberId: data.memberId ?? null,
    resourceType: data.resource?.type ?? null,
  };
}

interface DatedUsage {
  readonly data: DataOf<UsageEventType>;
  readonly occurredAt: Instant;
}

/** What was used: of a reversal, what it reverses. */
function usageOf({ event, takenBack, stream, revision }: ReadLedgerEvent): DatedUsage {
  const used = event.type === 'ConsumptionReversed' ? takenBack : event;
  if (used?.type === 'CreditsConsumed' || used?.type === 'FreeActionRecorded') return used;
  throw new Error(`event ${revision} of ${stream} is read without what was used`);
}
