import { parseStream } from '#ledger';
import { parseDocument } from '../codec.ts';
import { keyOf } from '../keys.ts';
import type { ReadLedgerEvent } from '../ledger-events.ts';
import { projectionOf } from '../projection-of.ts';

/** That a wallet is a person's: it is or was a member there, or owns it. */
interface PersonsWalletDocument {
  readonly walletId: string;
}

type Made = PersonsWalletDocument | null;
type Folded = { readonly event: ReadLedgerEvent };

const itsWallet = (before: Made, _data: unknown, { event }: Folded): PersonsWalletDocument =>
  before ?? { walletId: walletIdOf(event) };

/** The wallets of each person, listed in its tenant under the person's id. */
export const people = projectionOf<'WalletOpened' | 'MemberAdded', PersonsWalletDocument>({
  name: 'people',
  version: 1,
  partition: ({ stream }) => parseStream(stream)?.tenantId ?? stream,
  keys: {
    WalletOpened: ({ owner }, event) =>
      owner.type === 'PERSON' ? [keyOf(owner.id, walletIdOf(event))] : [],
    MemberAdded: ({ memberId }, event) => [keyOf(memberId, walletIdOf(event))],
  },
  folds: { WalletOpened: itsWallet, MemberAdded: itsWallet },
  decode: (body) => parseDocument<PersonsWalletDocument>(body),
});

function walletIdOf({ stream }: ReadLedgerEvent): string {
  const name = parseStream(stream);
  if (name?.of !== 'wallet') throw new Error(`${stream} is no wallet`);
  return name.walletId;
}
