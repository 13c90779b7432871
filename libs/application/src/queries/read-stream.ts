import type { EventStore, Head, RecordedEvent, Revision } from '#eventsourcing';
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
    const page = await pageOf(events, stream, { from, limit });
    return { stream, events: page, head: await headOfStream(events, stream) };
  },
);

/** How many bytes of data and metadata a page of events has at most, unless it is a single event. */
export const PAGE_BYTES_MAX = 1_048_576;

/** An event may be as large as a page: so many at once hold up nobody, however large they are. */
const EVENTS_AT_ONCE = 16;

/**
 * The events of a stream from a revision on: at most `limit`, and at most as many as a page has
 * bytes for, but one in any case, so that the next page always goes on.
 */
export async function pageOf(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  { from, limit }: { readonly from: Revision; readonly limit: number },
): Promise<readonly RecordedEvent[]> {
  const page: RecordedEvent[] = [];
  let bytes = 0;
  while (page.length < limit) {
    const asked = Math.min(EVENTS_AT_ONCE, limit - page.length);
    const read = await events.readStream(stream, from + page.length, asked);
    for (const event of read) {
      bytes += Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
      if (page.length > 0 && bytes > PAGE_BYTES_MAX) return page;
      page.push(event);
    }
    if (read.length < asked) break;
  }
  return page;
}
