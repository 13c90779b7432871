import { parseDocument } from '../codec.ts';
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

/** What a wallet used in a local month. */
export interface MonthlyUsageDocument extends UsageCount {
  readonly month: string;
}

/** The cards of each wallet, one a local month. */
export const monthlyUsage = projectionOf<UsageEventType, MonthlyUsageDocument>({
  name: 'monthly-usage',
  version: 1,
  keys: {
    CreditsConsumed: ({ flags }, event) => [filedMonth(event, flags)],
    FreeActionRecorded: (_data, event) => [filedMonth(event)],
  },
  folds: {
    CreditsConsumed: (before, { amount }, { place }) =>
      plusConsumption(before ?? { month: place.key, ...NO_USAGE }, amount),
    FreeActionRecorded: (before, _data, { place }) =>
      plusFreeAction(before ?? { month: place.key, ...NO_USAGE }),
  },
  encode: encodeUsage,
  decode: (body) => {
    const stored = parseDocument<MonthlyUsageDocument>(body);
    return { ...stored, total: BigInt(stored.total) };
  },
});
