import { Refusal } from '#ledger';
import type { AuditJob, ResultOf } from './audit/auditor.ts';
import { linesOfExport } from './audit/export-stream.ts';
import { newsOf, type AuditNews } from './audit/news.ts';
import { answering } from './answering.ts';
import { exportPerson } from './persons/export-person.ts';
import * as queries from './queries.ts';
import type { Reader, Reading } from './reading.ts';
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
  answering(queries.ExportStream, async (reading, asked, _at, reader) => {
    const stream = await existing(reading, asked);
    const { auditor } = reading.ports;
    const terms = { ...termsOf(reader), told: () => undefined };
    return {
      lines: linesOfExport((from) => auditor.run({ kind: 'EXPORT', stream, from }, terms)),
    };
  }),
  answering(queries.ExportPerson, async (reading, asked, _at, reader) => ({
    lines: exportPerson(reading, asked, reader),
  })),
  answering(queries.VerifyStream, async (reading, asked, _at, reader) => {
    const stream = await existing(reading, asked);
    return { news: newsFrom(reading, { kind: 'VERIFY', stream }, reader) };
  }),
  answering(queries.CompareReadModels, async (reading, asked, _at, reader) => {
    const stream = await existing(reading, asked);
    return { news: newsFrom(reading, { kind: 'COMPARE', stream }, reader) };
  }),
];

const termsOf = ({ tenantId, signal }: Reader) => ({ tenantId, signal: signal() });

function newsFrom<Job extends AuditJob>(
  { ports: { auditor } }: Reading,
  job: Job,
  reader: Reader,
): AsyncIterable<AuditNews<ResultOf<Job>>> {
  return newsOf((told) => auditor.run(job, { ...termsOf(reader), told }));
}

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
