import type { Instant } from '#eventsourcing';
import type { Credits, Money } from '../../credits.ts';
import type { After, Event, ExpiryCause, LotChange, LotTerms, Standing } from '../event-parts.ts';
import type { LotKind, Payment, Slice, Source } from '../terms.ts';

/** What happens to lots. */
export type LotEvent =
  | Event<
      'CreditsPurchased',
      LotTerms & {
        purchaseId: string;
        cost: Money;
        kind: LotKind;
        bonusOfLotId?: string | undefined;
        salesReference?: string | undefined;
        payment?: Payment | undefined;
      }
    >
  | Event<
      'CreditsGranted',
      LotTerms & {
        kind: LotKind;
        source: Source;
        reason?: string | undefined;
      }
    >
  | Event<
      'LotActivated',
      After & {
        lotId: string;
        amount: Credits;
        kind: LotKind;
        source: Source;
        salesReference?: string | undefined;
        payment?: Payment | undefined;
      }
    >
  | Event<'LotExpired', After & LotChange & { cause: ExpiryCause }>
  | Event<'ExpiryReopened', After & LotChange>
  | Event<
      'LotVoided',
      Partial<After> & Partial<Standing> & LotChange & { reason?: string | undefined }
    >
  | Event<
      'LotSplit',
      {
        lotId: string;
        newLotId: string;
        amount: Credits;
        slices: readonly Slice[];
        newExpiresAt?: Instant | undefined;
        reason?: string | undefined;
      }
    >;
