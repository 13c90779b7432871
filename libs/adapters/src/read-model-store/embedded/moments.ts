import { setImmediate } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { Document, DocumentKey, DocumentRange, DocumentReads, Position } from '#eventsourcing';
import type { DocumentTable } from './document-table.ts';
import { StoredDocuments } from './stored-documents.ts';

const READERS_MAX = 8;

/** After how long a question that is still reading lets others have the thread. */
const TURN_MS = 5;

/** Questions that each see one moment: each has a connection of its own while it reads. */
export class Moments {
  readonly #open: () => DatabaseSync;
  /** The one used last is last, and taken first: it has most at hand. */
  readonly #idle: MomentReader[] = [];
  readonly #waiting: ((reader: MomentReader) => void)[] = [];
  #opened = 0;
  #isClosed = false;

  constructor(open: () => DatabaseSync) {
    this.#open = open;
  }

  async read<Result>(work: (reads: DocumentReads) => Promise<Result>): Promise<Result> {
    const reader = this.#idle.pop() ?? (await this.#another());
    try {
      return await reader.atOneMoment(work);
    } finally {
      this.#giveBack(reader);
    }
  }

  /** What is reading may end. */
  close(): void {
    this.#isClosed = true;
    for (const reader of this.#idle.splice(0)) reader.close();
  }

  #another(): MomentReader | Promise<MomentReader> {
    if (this.#isClosed) throw new Error('The store is closed');
    if (this.#opened === READERS_MAX)
      return new Promise((resolve) => {
        this.#waiting.push(resolve);
      });
    const reader = new MomentReader(this.#open());
    this.#opened += 1;
    return reader;
  }

  #giveBack(reader: MomentReader): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next(reader);
    else if (this.#isClosed) reader.close();
    else this.#idle.push(reader);
  }
}

class MomentReader implements DocumentReads {
  readonly #database: DatabaseSync;
  readonly #documents: StoredDocuments;
  readonly #begin;
  readonly #end;
  #since = 0;
  // What is active at the moment that is read, asked once.
  #generation = 0;
  #table: DocumentTable | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#documents = new StoredDocuments(database);
    this.#begin = database.prepare('BEGIN');
    this.#end = database.prepare('COMMIT');
  }

  async atOneMoment<Result>(work: (reads: DocumentReads) => Promise<Result>): Promise<Result> {
    this.#begin.run();
    this.#since = performance.now();
    try {
      this.#generation = this.#documents.generation();
      this.#table = this.#documents.table(this.#generation);
      return await work(this);
    } finally {
      this.#end.run();
    }
  }

  async get(keys: readonly DocumentKey[]): Promise<readonly (Document | undefined)[]> {
    if (this.#isOverlong()) await this.#turn();
    return keys.map((key) => this.#table?.get(key));
  }

  async list(range: DocumentRange): Promise<readonly Document[]> {
    if (this.#isOverlong()) await this.#turn();
    return this.#table?.list(range) ?? [];
  }

  async checkpoint(follower: string): Promise<Position> {
    return this.#documents.checkpoint(follower, this.#generation);
  }

  close(): void {
    this.#database.close();
  }

  #isOverlong(): boolean {
    return performance.now() - this.#since > TURN_MS;
  }

  async #turn(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
