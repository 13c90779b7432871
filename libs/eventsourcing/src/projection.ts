import type { EventMetadata } from './hash-chain.ts';
import type { Position, RecordedEvent, Revision } from './event-store.ts';

/** A recorded event with its content decoded. */
export interface ReadEvent<Event> {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  readonly metadata: EventMetadata;
  readonly event: Event;
  /** The first event of its stream: what it says holds for all that follow. */
  readonly origin: Event;
  /** Of an event that takes an earlier one of its stream back, wholly or in part: that one. */
  readonly takenBack?: Event | undefined;
}

/** Where a projection keeps a document: which partition lists it, and its key there. */
export interface Place {
  readonly partition: string;
  readonly key: string;
}

/** A document and, where it is listed in another order than that of its key, the sort key for that. */
export interface Projected<Content> {
  readonly content: Content;
  readonly order?: string | undefined;
}

/** Another document that the event concerns, as it was before the event. */
export type Beside<Content> = (place: Place) => Content | null;

/**
 * A read model: which documents an event concerns, and what each is after it. It folds; it does
 * not fetch. `null` is no document; the same content again is a document that stays as it is.
 */
export interface Projection<Event, Content> {
  /** Names the collection. */
  readonly name: string;
  /** Raised when documents must be made anew from history. */
  readonly version: number;
  /** Each document is made by one event and stays: there is nothing to load before folding. */
  readonly once?: boolean | undefined;
  placesOf(event: ReadEvent<Event>): readonly Place[];
  apply(
    before: Content | null,
    event: ReadEvent<Event>,
    place: Place,
    beside: Beside<Content>,
  ): Projected<Content> | null;
  /** Documents as JSON texts, so that amounts beyond 2^53 survive. */
  encode(content: Content): string;
  decode(body: string): Content;
}

/**
 * How recorded events are read, given the first event of their stream unless they are that:
 * `undefined` for a stream that is none of this reader's.
 */
export type EventReader<Event> = (
  event: RecordedEvent,
  origin: Event | undefined,
) => ReadEvent<Event> | undefined;
