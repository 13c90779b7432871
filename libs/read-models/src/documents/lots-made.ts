import { parseDocument } from '../codec.ts';
import { padded } from '../keys.ts';
import type { ReadLedgerEvent } from '../ledger-events.ts';
import { projectionOf } from '../projection-of.ts';

/** That a lot was made, and when: a lot's own document is listed by what comes of it. */
interface LotMadeDocument {
  readonly lotId: string;
}

const atRevision = (_data: unknown, { revision }: ReadLedgerEvent): readonly string[] => [
  padded(revision),
];

/** The lots of each wallet in the order in which they were made. */
export const lotsMade = projectionOf<
  'CreditsPurchased' | 'CreditsGranted' | 'LotSplit',
  LotMadeDocument
>({
  name: 'lots-made',
  version: 1,
  once: true,
  keys: { CreditsPurchased: atRevision, CreditsGranted: atRevision, LotSplit: atRevision },
  folds: {
    CreditsPurchased: (_before, { lotId }) => ({ lotId }),
    CreditsGranted: (_before, { lotId }) => ({ lotId }),
    LotSplit: (_before, { newLotId }) => ({ lotId: newLotId }),
  },
  decode: (body) => parseDocument<LotMadeDocument>(body),
});
