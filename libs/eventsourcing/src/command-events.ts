import { joined } from './command-parts.ts';
import type { EventStore, RecordedEvent, Revision } from './event-store.ts';
import { metadataOf } from './hash-chain.ts';

// Nearly all commands have one event, and the next one shows that this was all.
const FIRST_PAGE = 2;
const PAGE = 500;

type Reads = Pick<EventStore, 'readStream'>;

/** The events of the command that has an event at a revision, from there on, or all of its parts. */
export async function eventsOfCommand(
  store: Reads,
  stream: string,
  revision: Revision,
): Promise<readonly RecordedEvent[]> {
  const page = await store.readStream(stream, revision, FIRST_PAGE);
  const [first] = page;
  if (first === undefined) return [];
  const { part } = metadataOf(first);
  const start = part === undefined ? page : await store.readStream(stream, part.from, FIRST_PAGE);
  return joined(await underOneKey(store, start));
}

/** The events that follow each other under the key of the first, given its first page. */
async function underOneKey(
  store: Reads,
  start: readonly RecordedEvent[],
): Promise<readonly RecordedEvent[]> {
  const [first] = start as readonly [RecordedEvent];
  const key = keyOf(first);
  const own: RecordedEvent[] = [];
  for (let page = start, asked = FIRST_PAGE; ; asked = PAGE) {
    const end = page.findIndex((event) => keyOf(event) !== key);
    own.push(...(end < 0 ? page : page.slice(0, end)));
    if (end >= 0 || page.length < asked) return own;
    page = await store.readStream(first.stream, first.revision + own.length, PAGE);
  }
}

const keyOf = (event: RecordedEvent): string => metadataOf(event).idempotencyKey;
