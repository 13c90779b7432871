import { sealedTextOf, withText } from '#ledger';
import type { Reader, Reading } from '../reading.ts';
import type { PersonEvent } from './person-events.ts';
import { eventsOf, walletsOf, type PersonAsked } from './persons-wallets.ts';

/**
 * What wallets know of a person, as lines of JSON: a line for each wallet, then its events that
 * concern the person, and a last line with how many wallets these were.
 */
export async function* exportPerson(
  reading: Reading,
  asked: PersonAsked,
  reader: Reader,
): AsyncGenerator<string> {
  const { tenantId, personId, claim, by } = asked;
  let wallets = 0;
  for await (const wallet of walletsOf(reading, asked, reader.signal())) {
    const { walletId, stream, isOwner } = wallet;
    wallets += 1;
    reading.ports.personTold({ act: 'EXPORTED', tenantId, walletId, personId, by });
    yield JSON.stringify({ wallet: walletId, stream, owned: isOwner });
    for await (const event of eventsOf(reading, personId, { wallet, reader }))
      yield lineOf(reading, event, { stream, personId });
  }
  yield JSON.stringify({ person: personId, wallets, allWallets: claim === '*' });
}

function lineOf(
  reading: Reading,
  { revision, type, occurredAt, recordedAt, data }: PersonEvent,
  { stream, personId }: { readonly stream: string; readonly personId: string },
): string {
  const event = { stream, revision, type, occurredAt, recordedAt };
  const text = sealedTextOf(type, data);
  if (text === null) return JSON.stringify({ ...event, data });
  // What is sealed for another member is that member's to be told.
  const isOpen = text.memberId === null || text.memberId === personId;
  const opened = isOpen ? reading.open(stream, text.memberId, text.sealed) : undefined;
  return JSON.stringify({ ...event, data: withText(data, text.field, opened ?? null) });
}
