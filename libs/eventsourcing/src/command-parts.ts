import type { EventStore, NewEvent, RecordedEvent, Revision } from './event-store.ts';
import { APPEND_BYTES_MAX } from './event-store.ts';
import {
  chain,
  metadataOf,
  type EventMetadata,
  type Head,
  type UnsealedMetadata,
} from './hash-chain.ts';
import type { Steps } from './turns.ts';

// A command that one append cannot hold is stored in several, its events marked as parts of it:
// docs/decisions/0004-commands-in-parts.md. This file is all there is to know of that.

/** An event of a command before it has its place in a chain. `data` is its canonical JSON. */
export interface EncodedEvent {
  readonly type: string;
  readonly data: string;
  readonly metadata: UnsealedMetadata;
}

/** A command's events as they are to be stored, one append after the other. */
export interface StoredCommand {
  readonly appends: readonly (readonly NewEvent[])[];
  readonly bytes: number;
  readonly head: Head;
  /** At which revision each of its events will be. */
  readonly revisions: readonly Revision[];
}

/** Which stream a command is stored in, and behind which event. */
export interface Start {
  readonly stream: string;
  readonly head: Head;
}

/** How many bytes an event takes of what an append may hold. */
export const bytesOf = ({ data, metadata }: NewEvent): number =>
  Buffer.byteLength(data) + Buffer.byteLength(metadata);

/** The events in as many appends as they need, each a part of one command. */
export function* storedInParts(
  start: Start,
  events: readonly EncodedEvent[],
): Steps<StoredCommand> {
  const appends: NewEvent[][] = [];
  const revisions: Revision[] = [];
  const from = start.head.revision + 1;
  let { head } = start;
  let bytes = 0;
  let room = 0;
  const add = ({ type, data, metadata }: EncodedEvent, last: boolean): void => {
    const part = last ? ({ from, last } as const) : { from };
    const next = chain({ stream: start.stream, head }, { type, data }, { ...metadata, part });
    const size = bytesOf(next.event);
    if (size > room) {
      appends.push([]);
      room = APPEND_BYTES_MAX;
    }
    appends.at(-1)?.push(next.event);
    room -= size;
    bytes += size;
    head = next.head;
  };
  for (const [index, event] of events.entries()) {
    const pieces = piecesOf(event);
    for (const [place, piece] of pieces.entries()) {
      add(piece, index === events.length - 1 && place === pieces.length - 1);
      yield;
    }
    revisions.push(head.revision);
  }
  return { appends, bytes, head, revisions };
}

/** The type under which a piece of an event is stored that no append could hold. */
const PIECE = 'EventPiece';

interface Piece {
  readonly count: number;
  readonly index: number;
  readonly text: string;
  readonly type: string;
}

// What is left of an append is far more than metadata ever takes.
const EVENT_BYTES_MAX = 1_000_000;
// No character of a JSON text takes more than three bytes, quoted once more.
const PIECE_CHARACTERS_MAX = 330_000;

function piecesOf(event: EncodedEvent): readonly EncodedEvent[] {
  const { type, data, metadata } = event;
  if (Buffer.byteLength(data) <= EVENT_BYTES_MAX) return [event];
  const texts = [...cut(data)];
  return texts.map((text, index) => {
    const piece: Piece = { count: texts.length, index, text, type };
    return { type: PIECE, data: JSON.stringify(piece), metadata };
  });
}

// Half a character outside the basic plane is none, and could not be stored.
function* cut(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + PIECE_CHARACTERS_MAX, text.length);
    if (end < text.length && isSecondHalf(text.charCodeAt(end))) end -= 1;
    yield text.slice(start, end);
    start = end;
  }
}

const isSecondHalf = (unit: number): boolean => unit >= 0xdc_00 && unit <= 0xdf_ff;

/** Whether an event belongs to a command in parts. No text that a caller gave can look like that. */
export const isPart = ({ metadata }: Pick<RecordedEvent, 'metadata'>): boolean =>
  metadata.includes('"part":{"from":');

/** Of which command an event is a part; `undefined` where it is whole. */
const partOf = (event: RecordedEvent): EventMetadata['part'] =>
  isPart(event) ? metadataOf(event).part : undefined;

/** Whether more of its command is to follow an event before it takes effect, or never did. */
export function isInside(event: RecordedEvent): boolean {
  const part = partOf(event);
  return part !== undefined && part.last !== true;
}

type Reads = Pick<EventStore, 'readStream'>;

/**
 * Of events in their order those that took effect, as they were decided. A command in parts takes
 * effect with its last part: its earlier ones are read back there, and passed over where they
 * stand. What a crash or another writer left half never takes effect.
 */
export async function effectiveEvents(
  recorded: readonly RecordedEvent[],
  store: Reads,
): Promise<readonly RecordedEvent[]> {
  if (!recorded.some(isPart)) return recorded;
  const effective: RecordedEvent[] = [];
  for (const event of recorded) {
    const part = partOf(event);
    if (part === undefined) effective.push(event);
    else if (part.last === true) effective.push(...(await wholeCommand(event, store)));
  }
  return effective;
}

const PAGE = 1000;

async function wholeCommand(last: RecordedEvent, store: Reads): Promise<readonly RecordedEvent[]> {
  const from = partOf(last)?.from ?? last.revision;
  const parts: RecordedEvent[] = [];
  while (parts.length < last.revision - from) {
    const missing = last.revision - from - parts.length;
    const page = await store.readStream(last.stream, from + parts.length, Math.min(PAGE, missing));
    if (page.length === 0) throw new Error(`${last.stream} lacks events before ${last.revision}`);
    parts.push(...page);
  }
  return joined([...parts, last]);
}

/** Events with those that were stored in pieces made whole, each where its last piece is. */
export function joined(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const whole: RecordedEvent[] = [];
  let texts: string[] = [];
  for (const event of events) {
    if (event.type !== PIECE) {
      whole.push(event);
      continue;
    }
    const { text, type, index, count } = JSON.parse(event.data) as Piece;
    texts.push(text);
    if (index < count - 1) continue;
    whole.push({ ...event, type, data: texts.join('') });
    texts = [];
  }
  return whole;
}

/** The event at a revision, whole. */
export async function eventAt(
  store: Reads,
  stream: string,
  revision: Revision,
): Promise<RecordedEvent | undefined> {
  const [event] = await store.readStream(stream, revision, 1);
  if (event?.type !== PIECE) return event;
  const { index } = JSON.parse(event.data) as Piece;
  return joined([...(await store.readStream(stream, revision - index, index)), event]).at(-1);
}

/** The events of the command of which one is part, if it was ever whole; else none. */
export async function commandOf(
  part: RecordedEvent,
  store: Reads,
): Promise<readonly RecordedEvent[]> {
  const from = partOf(part)?.from;
  const parts: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readStream(part.stream, part.revision + parts.length, PAGE);
    for (const event of page) {
      const own = partOf(event);
      if (own === undefined || own.from !== from) return [];
      if (own.last === true) return wholeCommand(event, store);
      parts.push(event);
    }
    if (page.length < PAGE) return [];
  }
}

/** Follows a stream from its beginning, and answers with each event which ones take effect. */
export class PartsInOrder {
  #parts: RecordedEvent[] = [];

  /** @throws Error where an event says that it belongs to a command that is not there. */
  next(event: RecordedEvent): readonly RecordedEvent[] {
    const part = partOf(event);
    if (part === undefined || part.from === event.revision) this.#parts = [];
    if (part === undefined) return [event];
    this.#parts.push(event);
    if (this.#parts[0]?.revision !== part.from)
      throw new Error(`it is part of a command of revision ${part.from}, which is not there`);
    if (part.last !== true) return [];
    const whole = joined(this.#parts);
    this.#parts = [];
    return whole;
  }
}
