import { commandOf, isPart } from '#eventsourcing';
import type {
  Document,
  DocumentKey,
  DocumentWrite,
  EventStore,
  Position,
  RecordedEvent,
} from '#eventsourcing';
import { allProjections, documentsNeeded, foldBatch, ledgerEventsFrom } from '#read-models';
import { catalogTenantOf } from '#ledger';
import { eventPages } from './stream-events.ts';

/** A range of documents that only the stream's events make. */
export interface OwnList extends Omit<DocumentKey, 'key'> {
  readonly from: string;
  readonly to?: string | undefined;
}

const onceMade = allProjections.filter(({ once }) => once === true);
const onceNames = new Set(onceMade.map(({ name }) => name));

/** Documents that one event makes and none changes need not be remembered. */
export const isRow = ({ collection }: Pick<DocumentKey, 'collection'>): boolean =>
  onceNames.has(collection);

/**
 * The documents of one stream as its history makes them, folded as far as they were asked for.
 * Rows are handed out page by page; all others are remembered.
 */
export class StreamDocuments {
  position: Position = 0n;
  readonly #events: Pick<EventStore, 'readStream' | 'readAll'>;
  readonly #stream: string;
  readonly #read;
  readonly #documents = new Map<string, Document>();
  /** Where the stream's documents of a collection are, or would be, listed. */
  readonly #partitions = new Map<string, string>();
  readonly #progress: (events: number) => void;
  #revision = 0;

  constructor(
    events: Pick<EventStore, 'readStream' | 'readAll'>,
    stream: string,
    progress: (events: number) => void = () => undefined,
  ) {
    this.#events = events;
    this.#stream = stream;
    this.#progress = progress;
    this.#read = ledgerEventsFrom(events);
  }

  get(key: DocumentKey): Document | undefined {
    return this.#documents.get(idOf(key));
  }

  keys(): readonly DocumentKey[] {
    return [...this.#documents.values()];
  }

  /** Folds on to a position; nothing happens where that is reached. */
  async foldTo(
    position: Position,
    rowsMade: (rows: readonly DocumentWrite[]) => Promise<void> = async () => undefined,
  ): Promise<void> {
    if (position <= this.position) return;
    for await (const page of eventPages(this.#events, this.#stream, this.#revision + 1)) {
      const within = page.filter((event) => event.position <= position);
      if (within.length > 0) await rowsMade(await this.#fold(within));
      this.#progress(within.length);
      if (within.length < page.length) break;
    }
    this.position = position;
  }

  async #fold(recorded: readonly RecordedEvent[]): Promise<readonly DocumentWrite[]> {
    const events = await this.#read(recorded);
    const needed = documentsNeeded(allProjections, events);
    for (const { collection, partition } of needed) this.#partitions.set(collection, partition);
    const writes = foldBatch(
      allProjections,
      events,
      needed.map((key) => this.get(key)),
    );
    for (const write of writes) if (!isRow(write)) this.#put(write);
    this.#revision = recorded.at(-1)?.revision ?? this.#revision;
    return writes.filter(isRow);
  }

  #put({ body, ...write }: DocumentWrite): void {
    if (body === null) this.#documents.delete(idOf(write));
    else this.#documents.set(idOf(write), { ...write, body });
  }

  /** Whether the event at a row's position makes such a row. */
  async makes(row: Document): Promise<boolean> {
    const recorded = await this.#events.readAll(row.position - 1n, 1);
    const own = recorded.filter(
      ({ stream, position }) => stream === this.#stream && position === row.position,
    );
    const [event] = own;
    const command =
      event !== undefined && isPart(event) ? await commandOf(event, this.#events) : own;
    const writes = foldBatch(onceMade, await this.#read(command), []);
    return writes.some((write) => idOf(write) === idOf(row));
  }

  /**
   * Where the stream's documents are listed, so that what is too much can be found. In a list
   * shared with other streams, keys that begin with the stream are its own.
   */
  ownLists(): readonly OwnList[] {
    return allProjections.map(({ name: collection }) => {
      const partition = this.#partitions.get(collection) ?? this.#stream;
      return partition === this.#stream || partition === catalogTenantOf(this.#stream)
        ? { collection, partition, from: '' }
        : { collection, partition, from: `${this.#stream}|`, to: `${this.#stream}}` };
    });
  }
}

const idOf = ({ collection, partition, key }: DocumentKey): string =>
  `${collection} ${partition} ${key}`;
