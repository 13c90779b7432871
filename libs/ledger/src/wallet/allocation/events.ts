import type { Credits } from '../../credits.ts';
import type { Event, ReturnCause, Share } from '../event-parts.ts';
import type { Slice } from '../terms.ts';

/** What members get of the pool, and what returns to it. */
export type AllocationEvent =
  | Event<
      'CreditsAllocated',
      {
        allocationId: string;
        shares: readonly Share[];
        total: Credits;
        poolAfter: Credits;
        /** Of approving all with best effort: the requests that did not fit. */
        leftPending?: readonly string[] | undefined;
      }
    >
  | Event<
      'AllocationReturned',
      {
        memberId: string;
        slices: readonly Slice[];
        total: Credits;
        cause: ReturnCause;
        poolAfter: Credits;
      }
    >;
