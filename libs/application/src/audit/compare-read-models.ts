import {
  HistoryCut,
  type Document,
  type DocumentKey,
  type DocumentWrite,
  type EventStore,
  type Position,
  type ReadModelStore,
} from '#eventsourcing';
import { allProjections, READ_MODELS_FOLLOWER } from '#read-models';
import { isRow, StreamDocuments, type OwnList } from './stream-documents.ts';

/** How the documents of one collection compare. */
export interface CollectionComparison {
  readonly name: string;
  readonly compared: number;
  /** How many differ, are missing or are too many. */
  readonly differing: number;
  /** The keys of the first of them. */
  readonly differingKeys: readonly string[];
}

export interface ReadModelsComparison {
  readonly ok: boolean;
  /** How far the read models had read. */
  readonly position: Position;
  readonly collections: readonly CollectionComparison[];
}

/** Whose read models are compared, and who is told how many events were read since the last time. */
export interface Compared {
  readonly stream: string;
  readonly progress?: ((events: number) => void) | undefined;
}

const KEYS_MAX = 20;
const CHUNK = 500;
const LOOKS_MAX = 1000;

/**
 * Makes a stream's documents anew from its history and compares them, byte for byte, with those
 * that answer queries. The read models may go on meanwhile: both sides are always of one position.
 */
export async function compareReadModels(
  events: EventStore,
  readModels: ReadModelStore,
  { stream, progress }: Compared,
): Promise<ReadModelsComparison> {
  const position = await readModels.checkpoint(READ_MODELS_FOLLOWER);
  const head = await events.head();
  if (position > head)
    throw new HistoryCut(`the read models have read up to ${position}, the log ends at ${head}`);
  const documents = new StreamDocuments(events, stream, progress);
  const comparison = new Comparison(readModels, documents);
  const collections = await comparison.run(position);
  return { ok: collections.every(({ differing }) => differing === 0), position, collections };
}

class Comparison {
  readonly #readModels: ReadModelStore;
  readonly #documents: StreamDocuments;
  readonly #tallies = new Map(allProjections.map(({ name }) => [name, new Tally(name)]));
  #rowsFound = new Map<string, number>();

  constructor(readModels: ReadModelStore, documents: StreamDocuments) {
    this.#readModels = readModels;
    this.#documents = documents;
  }

  async run(position: Position): Promise<readonly CollectionComparison[]> {
    await this.#documents.foldTo(position, (rows) => this.#compareRows(rows));
    await this.#compareChanging();
    for (const list of this.#documents.ownLists()) await this.#findTooMany(list, position);
    return [...this.#tallies.values()].map((tally) => tally.result());
  }

  // A row never changes, so it is compared as soon as it is made.
  async #compareRows(rows: readonly DocumentWrite[]): Promise<void> {
    const stored = await this.#readModels.get(rows);
    for (const [index, row] of rows.entries()) {
      const { collection } = row;
      this.#tally(row, isSame(row, stored[index]));
      if (stored[index] !== undefined)
        this.#rowsFound.set(collection, (this.#rowsFound.get(collection) ?? 0) + 1);
    }
  }

  async #compareChanging(): Promise<void> {
    const keys = this.#documents.keys();
    for (let start = 0; start < keys.length; start += CHUNK) {
      const chunk = keys.slice(start, start + CHUNK);
      const stored = await this.#quietly(() => this.#readModels.get(chunk));
      for (const [index, key] of chunk.entries())
        this.#tally(key, isSame(this.#documents.get(key), stored[index]));
    }
  }

  /** Finds stored documents that history does not make. */
  async #findTooMany(list: OwnList, position: Position): Promise<void> {
    let rows = 0;
    for await (const page of this.#pagesOf(list)) {
      const known = page.filter((document) => document.position <= position);
      rows += known.length;
      if (isRow(list)) continue;
      for (const document of known)
        if (this.#documents.get(document) === undefined) this.#tally(document, false);
    }
    if (isRow(list) && rows !== (this.#rowsFound.get(list.collection) ?? 0))
      await this.#nameForeignRows(list, position);
  }

  async #nameForeignRows(list: OwnList, position: Position): Promise<void> {
    for await (const page of this.#pagesOf(list))
      for (const row of page)
        if (row.position <= position && !(await this.#documents.makes(row)))
          this.#tally(row, false);
  }

  async *#pagesOf({ collection, partition, from, to }: OwnList) {
    const end = to === undefined ? {} : { to };
    for (let start = from; ;) {
      const range = {
        collection,
        partition,
        by: 'key',
        from: start,
        ...end,
        limit: CHUNK,
      } as const;
      const page = await this.#quietly(() => this.#readModels.list(range));
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < CHUNK) return;
      start = `${last.key}\0`;
    }
  }

  /** What is read while the read models stand still, with history folded as far as they are. */
  async #quietly<Result>(read: () => Promise<Result>): Promise<Result> {
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      const position = await this.#readModels.checkpoint(READ_MODELS_FOLLOWER);
      const result = await read();
      if ((await this.#readModels.checkpoint(READ_MODELS_FOLLOWER)) !== position) continue;
      if (position < this.#documents.position)
        throw new Error('the read models were made anew meanwhile: compare them again');
      await this.#documents.foldTo(position);
      return result;
    }
    throw new Error('the read models do not stand still for a moment: compare them later');
  }

  #tally({ collection, key }: DocumentKey, isRight: boolean): void {
    this.#tallies.get(collection)?.add(key, isRight);
  }
}

class Tally {
  readonly #name: string;
  readonly #differingKeys: string[] = [];
  #compared = 0;
  #differing = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(key: string, isRight: boolean): void {
    this.#compared += 1;
    if (isRight) return;
    this.#differing += 1;
    if (this.#differingKeys.length < KEYS_MAX) this.#differingKeys.push(key);
  }

  result(): CollectionComparison {
    return {
      name: this.#name,
      compared: this.#compared,
      differing: this.#differing,
      differingKeys: this.#differingKeys,
    };
  }
}

function isSame(
  expected: Pick<DocumentWrite, 'body' | 'position' | 'order'> | undefined,
  stored: Document | undefined,
): boolean {
  return (
    expected?.body === stored?.body &&
    expected?.position === stored?.position &&
    expected?.order === stored?.order
  );
}
