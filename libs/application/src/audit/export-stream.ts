import {
  EMPTY_HEAD,
  type EventStore,
  type Head,
  type RecordedEvent,
  type Revision,
} from '#eventsourcing';
import { storedHeadOf } from './stored-head.ts';

/** Some lines of an export, and from where it goes on. */
export interface ExportedLines {
  readonly lines: readonly string[];
  /** Where the stream ends as far as it was read; `null` where nothing was. */
  readonly head: Head | null;
  /** `null`: these are the last. */
  readonly next: Revision | null;
}

/** So few that making them is soon done, however large their events are. */
const LINES_AT_ONCE = 200;

/** The lines of a stream's events from a revision on. */
export async function exportFrom(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  from: Revision,
): Promise<ExportedLines> {
  const page = await events.readStream(stream, from, LINES_AT_ONCE);
  const last = page.at(-1);
  if (last === undefined) return { lines: [], head: null, next: null };
  return {
    lines: page.map(lineOf),
    head: storedHeadOf(last),
    next: page.length < LINES_AT_ONCE ? null : last.revision + 1,
  };
}

/**
 * A stream as lines of JSON: one for each event as it is stored, and a last one with the head's
 * revision and hash. Data and metadata are the very texts that the hashes cover, so that anybody
 * can compute them again. A chain cannot show a cut tail: keep the last line.
 */
export async function* linesOfExport(
  linesFrom: (from: Revision) => Promise<ExportedLines>,
): AsyncGenerator<string, void> {
  let head: Head = EMPTY_HEAD;
  for (let from: Revision | null = 1; from !== null;) {
    const exported: ExportedLines = await linesFrom(from);
    yield* exported.lines;
    head = exported.head ?? head;
    from = exported.next;
  }
  yield JSON.stringify({ revision: head.revision, hash: head.hash });
}

/** Exports a stream in this thread. */
export const exportStream = (
  events: Pick<EventStore, 'readStream'>,
  stream: string,
): AsyncGenerator<string, void> => linesOfExport((from) => exportFrom(events, stream, from));

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
