import type { EventStore, RecordedEvent, Revision } from '#eventsourcing';

/** How many events are at hand at once, however long a history is. */
const PAGE = 1000;

/** A stream in pages, oldest first. */
export async function* eventPages(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  from: Revision = 1,
): AsyncGenerator<readonly RecordedEvent[], void> {
  let next = from;
  for (;;) {
    const page = await events.readStream(stream, next, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < PAGE) return;
    next = last.revision + 1;
  }
}

/**
 * The names of all streams, in the order in which they begin in the log. Of everything read only
 * the names are remembered.
 */
export async function* streamsIn(
  events: Pick<EventStore, 'readAll'>,
): AsyncGenerator<string, void> {
  const known = new Set<string>();
  let position = 0n;
  for (;;) {
    const page = await events.readAll(position, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    position = last.position;
    for (const { stream } of page) {
      if (known.has(stream)) continue;
      known.add(stream);
      yield stream;
    }
  }
}
