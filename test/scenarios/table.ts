import { allocating } from './features/allocating.feature.ts';
import { allocation } from './features/allocation.feature.ts';
import { breakdowns } from './features/breakdown.feature.ts';
import { burnOrder } from './features/burn-order.feature.ts';
import { caps } from './features/caps.feature.ts';
import { corrections } from './features/corrections.feature.ts';
import { deciding } from './features/deciding.feature.ts';
import { holds } from './features/holds.feature.ts';
import { holdsInTime } from './features/holds-in-time.feature.ts';
import { kinds } from './features/kinds.feature.ts';
import { lateUsage } from './features/late-usage.feature.ts';
import { prices } from './features/prices.feature.ts';
import { quantities } from './features/quantities.feature.ts';
import { races } from './features/races.feature.ts';
import { repeats } from './features/repeats.feature.ts';
import { reports } from './features/reports.feature.ts';
import { requests } from './features/requests.feature.ts';
import { resets } from './features/resets.feature.ts';
import { rows } from './features/rows.feature.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario, by the time at which it plays. */
export const scenarios: readonly Scenario[] = [
  ...burnOrder,
  ...kinds,
  ...prices,
  ...quantities,
  ...resets,
  ...allocation,
  ...allocating,
  ...requests,
  ...deciding,
  ...caps,
  ...holds,
  ...holdsInTime,
  ...races,
  ...repeats,
  ...corrections,
  ...lateUsage,
  ...reports,
  ...breakdowns,
  ...rows,
].toSorted((a, b) => a.day.localeCompare(b.day));
