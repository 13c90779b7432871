import type { Credits } from '../../credits.ts';
import type { After, Event } from '../event-parts.ts';
import type { Slice } from '../terms.ts';

/** What becomes of debt. */
export type DebtEvent =
  | Event<'DebtSettled', After & { amount: Credits; slices: readonly Slice[] }>
  | Event<
      'DebtWrittenOff',
      After & {
        consumptionId: string;
        memberId?: string | undefined;
        amount: Credits;
        reason?: string | undefined;
      }
    >;
