import { linesOfExport } from '../audit/export-stream.ts';
import { examiningHistory } from './answering.ts';
import { existingStream, type StreamQuery } from './existing-stream.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ExportStream extends LedgerQuery<
  StreamQuery,
  { readonly lines: AsyncIterable<string> }
> {}

export const exportStreamHandler = examiningHistory(
  ExportStream,
  async (reading, asked, _at, { tenantId, signal }) => {
    const stream = await existingStream(reading, asked);
    const terms = { tenantId, signal: signal(), told: () => undefined };
    const { auditor } = reading.ports;
    return {
      lines: linesOfExport((from) => auditor.run({ kind: 'EXPORT', stream, from }, terms)),
    };
  },
);
