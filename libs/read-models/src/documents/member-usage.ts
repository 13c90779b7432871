import { parseDocument } from '../codec.ts';
import { keyOf } from '../keys.ts';
import { projectionOf } from '../projection-of.ts';
import {
  encodeUsage,
  filedMonth,
  NO_USAGE,
  plusConsumption,
  plusFreeAction,
  type UsageCount,
  type UsageEventType,
} from './usage-count.ts';

/** What a member used in a local month; `null` is the system. */
export interface MemberUsageDocument extends UsageCount {
  readonly memberId: string | null;
  readonly month: string;
}

/** The key of a user's usage in a month. Users sort by their ids, the system last. */
export const memberUsageKey = (memberId: string | null, ...month: readonly string[]): string =>
  memberId === null ? keyOf('system', ...month) : keyOf('member', memberId, ...month);

/** What each member of a wallet used, removed ones too, by local month. */
export const memberUsage = projectionOf<UsageEventType, MemberUsageDocument>({
  name: 'member-usage',
  version: 1,
  keys: {
    CreditsConsumed: ({ memberId, flags }, event) => [
      memberUsageKey(memberId ?? null, filedMonth(event, flags)),
    ],
    FreeActionRecorded: ({ memberId }, event) => [
      memberUsageKey(memberId ?? null, filedMonth(event)),
    ],
  },
  folds: {
    CreditsConsumed: (before, { memberId, amount, flags }, { event }) =>
      plusConsumption(before ?? unused(memberId, filedMonth(event, flags)), amount),
    FreeActionRecorded: (before, { memberId }, { event }) =>
      plusFreeAction(before ?? unused(memberId, filedMonth(event))),
  },
  encode: encodeUsage,
  decode: (body) => {
    const stored = parseDocument<MemberUsageDocument>(body);
    return { ...stored, total: BigInt(stored.total) };
  },
});

const unused = (memberId: string | undefined, month: string): MemberUsageDocument => ({
  memberId: memberId ?? null,
  month,
  ...NO_USAGE,
});
