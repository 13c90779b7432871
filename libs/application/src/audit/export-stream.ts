import { EMPTY_HEAD, type EventStore, type Head, type RecordedEvent } from '#eventsourcing';
import { eventPages } from './stream-events.ts';
import { storedHeadOf } from './stored-head.ts';

/**
 * A stream as lines of JSON: one for each event as it is stored, and a last one with the head's
 * revision and hash. Data and metadata are the very texts that the hashes cover, so that anybody
 * can compute them again. A chain cannot show a cut tail: keep the last line.
 */
export async function* exportStream(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
): AsyncGenerator<string, void> {
  let head: Head = EMPTY_HEAD;
  for await (const page of eventPages(events, stream))
    for (const event of page) {
      yield lineOf(event);
      head = storedHeadOf(event);
    }
  yield JSON.stringify({ revision: head.revision, hash: head.hash });
}

function lineOf({ stream, revision, position, id, type, data, metadata }: RecordedEvent): string {
  return (
    `{"stream":${JSON.stringify(stream)},"revision":${revision},"position":"${position}",` +
    `"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},` +
    `"data":${asMember(data)},"metadata":${asMember(metadata)}}`
  );
}

// What somebody made of a stored text must not end the line: what is no JSON goes as a string.
function asMember(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return JSON.stringify(text);
  }
  return text.replaceAll(/[\r\n]/g, ' ');
}
