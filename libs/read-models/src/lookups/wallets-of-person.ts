import type { DocumentReads } from '#eventsourcing';
import { people } from '../documents/people.ts';
import { under } from '../keys.ts';
import { allListed } from './all-listed.ts';

export interface PersonQuery {
  readonly tenantId: string;
  readonly personId: string;
}

/** The ids of the wallets that a person is or was a member of, or owns, read bit by bit. */
export async function* walletsOfPerson(
  reads: DocumentReads,
  { tenantId, personId }: PersonQuery,
): AsyncGenerator<string> {
  const range = { collection: people.name, partition: tenantId, ...under(personId) };
  for await (const { body } of allListed(reads, { ...range, by: 'key' }))
    yield people.decode(body).walletId;
}
