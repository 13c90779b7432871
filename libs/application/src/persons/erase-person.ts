import type { Revision } from '#eventsourcing';
import { sealedTextOf, type SealedText, type TextField } from '#ledger';
import type { Reader, Reading } from '../reading.ts';
import { eventsOf, walletsOf, type PersonAsked, type PersonsWallet } from './persons-wallets.ts';

/** A text about a person that can still be read; `keyOf` is a member, or `null`: the wallet. */
export interface TextNotErased {
  readonly walletId: string;
  readonly revision: Revision;
  readonly type: string;
  readonly field: TextField;
  readonly keyOf: string | null;
}

/** What became of a person's texts in a wallet. */
export interface WalletErasure {
  readonly walletId: string;
  readonly owned: boolean;
  readonly outcome: 'ERASED' | 'ALREADY_ERASED' | 'NO_TEXTS';
  /** How many texts nobody can read any more, and how many about the person still can be. */
  readonly erased: number;
  readonly notErased: number;
}

export type ErasureNews =
  | { readonly notErased: TextNotErased }
  | { readonly wallet: WalletErasure }
  | { readonly result: { readonly wallets: number; readonly allWallets: boolean } };

/**
 * Destroys the keys of a person's texts, wallet by wallet, and tells of the texts that stay. A
 * wallet's keys are gone before its history is read, so that one who goes away in between has not
 * left them.
 */
export async function* erasePerson(
  reading: Reading,
  asked: PersonAsked,
  reader: Reader,
): AsyncGenerator<ErasureNews> {
  let wallets = 0;
  for await (const wallet of walletsOf(reading, asked, reader.signal())) {
    wallets += 1;
    yield* eraseIn(reading, asked, { wallet, reader });
  }
  yield { result: { wallets, allWallets: asked.claim === '*' } };
}

async function* eraseIn(
  reading: Reading,
  { tenantId, personId, by }: PersonAsked,
  { wallet, reader }: { readonly wallet: PersonsWallet; readonly reader: Reader },
): AsyncGenerator<ErasureNews> {
  const { walletId, stream, isOwner } = wallet;
  const keys = isOwner ? [personId, null] : [personId];
  const hadKeys = eraseKeys(reading, stream, keys);
  reading.ports.personTold({ act: 'ERASED', tenantId, walletId, personId, by });
  let erased = 0;
  let notErased = 0;
  for await (const { revision, type, data, isNamed } of eventsOf(reading, personId, {
    wallet,
    reader,
  })) {
    const text = sealedTextOf(type, data);
    if (text === null) continue;
    const isOwn = keys.includes(text.memberId);
    if (!isReadable(reading, stream, text)) erased += isOwn ? 1 : 0;
    else if (isNamed || isOwn) {
      notErased += 1;
      const { field, memberId: keyOf } = text;
      yield { notErased: { walletId, revision, type, field, keyOf } };
    }
  }
  const outcome = hadKeys ? 'ERASED' : erased > 0 ? 'ALREADY_ERASED' : 'NO_TEXTS';
  yield { wallet: { walletId, owned: isOwner, outcome, erased, notErased } };
}

/** Whether there was any. */
function eraseKeys({ ports }: Reading, stream: string, keys: readonly (string | null)[]): boolean {
  const { texts } = ports.ledger;
  const kept = keys.filter((memberId) => texts.isKept(stream, memberId));
  for (const memberId of kept) texts.erase(stream, memberId);
  return kept.length > 0;
}

const isReadable = (reading: Reading, stream: string, text: SealedText): boolean =>
  reading.open(stream, text.memberId, text.sealed) !== undefined;
