import type { Head, RecordedEvent, Revision } from '#eventsourcing';
import { headOfStream } from '../stream-head.ts';
import { examiningHistory } from './answering.ts';
import { existingStream, type StreamQuery } from './existing-stream.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ReadStream extends LedgerQuery<
  StreamQuery & { readonly from: Revision; readonly limit: number },
  { readonly stream: string; readonly events: readonly RecordedEvent[]; readonly head: Head }
> {}

export const readStreamHandler = examiningHistory(
  ReadStream,
  async (reading, { from, limit, ...asked }) => {
    const stream = await existingStream(reading, asked);
    const { events } = reading.ports;
    const page = await events.readStream(stream, from, limit);
    return { stream, events: page, head: await headOfStream(events, stream) };
  },
);
