import type { Instant } from '#eventsourcing';
import type { Credits } from '../../credits.ts';
import type { After, Event, Priced, ReleaseCause, Standing } from '../event-parts.ts';
import type { OverCapture, Resource, Slice } from '../terms.ts';

/** What happens to holds. */
export type HoldEvent =
  | Event<
      'CreditsHeld',
      After &
        Priced & {
          holdId: string;
          memberId?: string | undefined;
          amount: Credits;
          slices: readonly Slice[];
          deadline: Instant;
          overCapture: OverCapture;
          resource?: Resource | undefined;
        }
    >
  | Event<
      'HoldCaptured',
      {
        holdId: string;
        captureId: string;
        memberId?: string | undefined;
        slices: readonly Slice[];
        amount: Credits;
        /** What the capture asked for: more than the amount where the hold cut it off. */
        price: Credits;
        remaining: Credits;
        keepOpen: boolean;
      }
    >
  | Event<
      'HoldReleased',
      After & {
        holdId: string;
        memberId?: string | undefined;
        slices: readonly Slice[];
        amount: Credits;
        cause: ReleaseCause;
      }
    >
  | Event<
      'HoldExtended',
      Standing & {
        holdId: string;
        memberId?: string | undefined;
        from: Instant;
        deadline: Instant;
      }
    >;
