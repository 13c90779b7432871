import { EMPTY_HEAD, metadataOf, type EventStore, type Head, type Revision } from '#eventsourcing';

const STREAM_LENGTH_MAX = 2 ** 52;

/** Where a stream ends. Revisions have no gaps, so that it is found by halving. */
export async function headOfStream(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<Head> {
  let there: Revision = 0;
  let beyond: Revision = 1;
  while (beyond < STREAM_LENGTH_MAX && (await isThere(events, stream, beyond))) {
    there = beyond;
    beyond *= 2;
  }
  while (beyond - there > 1) {
    const middle = Math.floor((there + beyond) / 2);
    if (await isThere(events, stream, middle)) there = middle;
    else beyond = middle;
  }
  const [last] = await events.readStream(stream, there, 1);
  return last === undefined ? EMPTY_HEAD : { revision: last.revision, hash: metadataOf(last).hash };
}

async function isThere(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  revision: Revision,
): Promise<boolean> {
  return (await events.readStream(stream, revision, 1)).length > 0;
}
