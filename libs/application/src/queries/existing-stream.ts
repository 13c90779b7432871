import { catalogStream, Refusal, walletStream } from '#ledger';
import type { Reading } from '../reading.ts';

/** A wallet's stream, or without one the tenant's catalogue. */
export interface StreamQuery {
  readonly tenantId: string;
  readonly walletId?: string | undefined;
}

/** A stream that is there. A wallet has a history from its opening on; a catalogue may be empty. */
export async function existingStream(
  { ports: { events } }: Reading,
  { tenantId, walletId }: StreamQuery,
): Promise<string> {
  if (walletId === undefined) return catalogStream(tenantId);
  const stream = walletStream(tenantId, walletId);
  const opening = await events.readStream(stream, 1, 1);
  if (opening.length === 0) throw new Refusal({ code: 'WALLET_NOT_FOUND' });
  return stream;
}
