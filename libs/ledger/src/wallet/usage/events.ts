import type { Instant } from '#eventsourcing';
import type { Credits } from '../../credits.ts';
import type { After, Event, Priced } from '../event-parts.ts';
import type { Lot } from '../lots/lot.ts';
import type { Consumption } from '../state.ts';
import type { Resource, Slice, UsageFlag } from '../terms.ts';

/** What was used, and what was taken back. */
export type UsageEvent =
  | Event<
      'CreditsConsumed',
      After &
        Priced & {
          consumptionId: string;
          memberId?: string | undefined;
          amount: Credits;
          slices: readonly Slice[];
          debt: Credits;
          flags: readonly UsageFlag[];
          resource?: Resource | undefined;
          /** Of a capture: its hold, since when that was held, and which slices came from free lots. */
          holdId?: string | undefined;
          heldSince?: Instant | undefined;
          overflow?: readonly Slice[] | undefined;
        }
    >
  | Event<
      'FreeActionRecorded',
      After &
        Priced & {
          consumptionId: string;
          memberId?: string | undefined;
          resource?: Resource | undefined;
          /** Its rate is not free, but its price came to zero. Not told in events of before. */
          zeroPriced?: true | undefined;
        }
    >
  | Event<
      'ConsumptionReversed',
      After & {
        consumptionId: string;
        reversalId: string;
        memberId?: string | undefined;
        amount: Credits;
        slices: readonly Slice[];
        debtForgiven: Credits;
        forfeited: Credits;
        /** The consumption and the lots as they are after this event, though the archive had them. */
        consumption: Consumption;
        lots: readonly Lot[];
      }
    >;
