import { Refusal } from '#ledger';
import { compareReadModels } from './audit/compare-read-models.ts';
import { exportStream } from './audit/export-stream.ts';
import { verifyStream } from './audit/verify-stream.ts';
import { answering } from './answering.ts';
import * as queries from './queries.ts';
import type { Reading } from './reading.ts';
import { headOfStream } from './stream-head.ts';
import { catalogStream, walletStream } from '#ledger';

/** The handlers of questions about history as it is stored. */
export const auditHandlers = [
  answering(queries.ReadStream, async (reading, { from, limit, ...asked }) => {
    const stream = await existing(reading, asked);
    const { events } = reading.ports;
    const page = await events.readStream(stream, from, limit);
    return { stream, events: page, head: await headOfStream(events, stream) };
  }),
  answering(queries.ExportStream, async (reading, asked) => ({
    lines: exportStream(reading.ports.events, await existing(reading, asked)),
  })),
  answering(queries.VerifyStream, async (reading, asked) =>
    verifyStream(reading.ports.events, await existing(reading, asked), reading.ports),
  ),
  answering(queries.CompareReadModels, async (reading, asked) => {
    const { events, readModels } = reading.ports;
    return compareReadModels(events, readModels, await existing(reading, asked));
  }),
];

// A wallet has a history from its opening on; a catalogue may still be empty.
async function existing(
  { ports: { events } }: Reading,
  { tenantId, walletId }: queries.StreamQuery,
): Promise<string> {
  if (walletId === undefined) return catalogStream(tenantId);
  const stream = walletStream(tenantId, walletId);
  const opening = await events.readStream(stream, 1, 1);
  if (opening.length === 0) throw new Refusal({ code: 'WALLET_NOT_FOUND' });
  return stream;
}
