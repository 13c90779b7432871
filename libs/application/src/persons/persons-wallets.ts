import type { Actor, Revision } from '#eventsourcing';
import { walletStream } from '#ledger';
import { walletsOfPerson, type PersonQuery } from '#read-models';
import type { Reader, Reading } from '../reading.ts';
import type { PersonEvent, PersonEvents, PersonWanted } from './person-events.ts';

/** Whom somebody asks about, and in which wallets it may. */
export interface PersonAsked extends PersonQuery {
  /** The wallets of the caller's claim; `*` is all of the tenant's. */
  readonly claim: '*' | ReadonlySet<string>;
  readonly by: Actor;
}

/** A wallet that a person is or was a member of, or owns. */
export interface PersonsWallet {
  readonly walletId: string;
  readonly stream: string;
  readonly isOwner: boolean;
}

/** A person's wallets in the claim, with all that was acknowledged before they were asked for. */
export async function* walletsOf(
  { ports }: Reading,
  { tenantId, personId, claim }: PersonAsked,
  signal: AbortSignal,
): AsyncGenerator<PersonsWallet> {
  const { events, freshness, readModels } = ports;
  await freshness.reached(await events.head(), signal);
  for await (const walletId of walletsOfPerson(readModels, { tenantId, personId })) {
    signal.throwIfAborted();
    if (claim !== '*' && !claim.has(walletId)) continue;
    const stream = walletStream(tenantId, walletId);
    const [opening] = await events.readStream(stream, 1, 1);
    yield { walletId, stream, isOwner: opening !== undefined && isOwnedBy(opening, personId) };
  }
}

function isOwnedBy({ data }: { readonly data: string }, personId: string): boolean {
  const { owner } = JSON.parse(data) as {
    readonly owner?: { readonly type: string; readonly id: string };
  };
  return owner?.type === 'PERSON' && owner.id === personId;
}

/** The events of a wallet that concern a person, oldest first, read off the deciding thread. */
export async function* eventsOf(
  { ports: { auditor } }: Reading,
  personId: string,
  { wallet, reader }: { readonly wallet: PersonsWallet; readonly reader: Reader },
): AsyncGenerator<PersonEvent> {
  const { stream, isOwner } = wallet;
  const terms = { tenantId: reader.tenantId, signal: reader.signal(), told: () => undefined };
  for (let from: Revision | null = 1; from !== null;) {
    const wanted: PersonWanted = { stream, personId, isOwner, from };
    const found: PersonEvents = await auditor.run({ kind: 'PERSON', ...wanted }, terms);
    yield* found.events;
    from = found.next;
  }
}
