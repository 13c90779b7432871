import { bytesOf, type EncodedEvent, type Start, type StoredCommand } from './command-parts.ts';
import { APPEND_BYTES_MAX, type NewEvent, type Revision } from './event-store.ts';
import { chain, type Head } from './hash-chain.ts';
import { madeOfEach, whenDone, type Stepwise } from './turns.ts';

/** The events in one append, or `null` where they are too many bytes for that. */
export function storedWhole(
  start: Start,
  events: readonly EncodedEvent[],
): Stepwise<StoredCommand | null> {
  const append = new WholeAppend(start);
  return whenDone(
    madeOfEach(events, (event) => append.add(event)),
    () => append.stored(),
  );
}

/** One append in the making; once it is too large, what is added to it is no longer looked at. */
class WholeAppend {
  readonly #events: NewEvent[] = [];
  readonly #revisions: Revision[] = [];
  readonly #stream: string;
  #head: Head;
  #bytes = 0;

  constructor({ stream, head }: Start) {
    this.#stream = stream;
    this.#head = head;
  }

  add({ type, data, metadata }: EncodedEvent): void {
    if (this.#bytes > APPEND_BYTES_MAX) return;
    const { event, head } = chain(
      { stream: this.#stream, head: this.#head },
      { type, data },
      metadata,
    );
    this.#bytes += bytesOf(event);
    this.#events.push(event);
    this.#head = head;
    this.#revisions.push(head.revision);
  }

  stored(): StoredCommand | null {
    if (this.#bytes > APPEND_BYTES_MAX) return null;
    const [bytes, head, revisions] = [this.#bytes, this.#head, this.#revisions];
    return { appends: [this.#events], bytes, head, revisions };
  }
}
