/** Counts the events of one stream from 1; 0 is an absent stream. */
export type Revision = number;

/** A place in the whole log: opaque, growing, with gaps; 0 is before everything. */
export type Position = bigint;

/** An event ready to be stored. `data` and `metadata` are JSON texts, encoded once and kept as they are. */
export interface NewEvent {
  /** A UUID made from the content, so that the same id means the same bytes at the same place. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
}

/** Where the last event of an append went. */
export interface Appended {
  readonly revision: Revision;
  readonly position: Position;
  /** The position of every event, where the engine tells more than that of the last. */
  readonly positions?: readonly Position[] | undefined;
}

/** An append holds at most this many bytes of event data, so that every engine can take it. */
export const APPEND_BYTES_MAX = 1_048_576;

/**
 * The only way to make history.
 *
 * - `append` is all or nothing and durable when its promise resolves.
 * - It refuses with `VersionConflict` unless the stream is at `expected`, except that the same event
 *   ids once more at the same place are answered as the first time and stored once, for ever. A
 *   batch of which only a part is stored there is a `VersionConflict`.
 * - It fails with `StoreRefused` when it is certain that nothing was stored (too large, full or
 *   read-only disk; `DiskFull` where that is why), with `OutcomeUnknown` when it is not: send the same bytes again.
 * - Revisions of a stream count from 1 without gaps; positions grow with every event of the log.
 * - `readStream` and `readAll` answer at most `limit` events in order; an absent stream is empty.
 *   What a resolved append stored is seen by every read that begins afterwards.
 * - `follow` yields every event after a position once, in order of position, in batches that are
 *   never empty, and waits for more until its signal aborts; then it ends without an error.
 * - Any number of instances may share one log.
 */
export interface EventStore {
  append(stream: string, expected: Revision, events: readonly NewEvent[]): Promise<Appended>;
  /** Events of one stream with `revision >= from`. */
  readStream(stream: string, from: Revision, limit: number): Promise<readonly RecordedEvent[]>;
  /** Events of all streams with `position > after`. */
  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]>;
  /** The position of the last event stored, 0 when there is none. */
  head(): Promise<Position>;
  follow(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedEvent[]>;
  close(): Promise<void>;
}

/** Somebody else wrote first. Catch up and decide again. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
  readonly stream: string;
  readonly expected: Revision;
  readonly actual: Revision;

  constructor(stream: string, expected: Revision, actual: Revision) {
    super(`${stream} is at revision ${actual}, not ${expected}`);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }
}

/** The store did not take the events, and says so: nothing was stored. */
export class StoreRefused extends Error {
  override readonly name: string = 'StoreRefused';
}

/** There is no room left on the disk: nothing was stored. */
export class DiskFull extends StoreRefused {
  override readonly name = 'DiskFull';
}

/** Others kept writing the stream first, as often as it was tried. Nothing was stored. */
export class TooContended extends Error {
  override readonly name = 'TooContended';
}

/** Nobody knows whether the events were stored. The same bytes at the same place may be sent again. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** Acknowledged history is missing: something that was once read lies ahead of the log. */
export class HistoryCut extends Error {
  override readonly name = 'HistoryCut';
  /** Whose history it is; `null` where it is that of the whole log. */
  readonly stream: string | null;

  constructor(message: string, stream: string | null = null) {
    super(message);
    this.stream = stream;
  }
}
