import type { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { copyWriteAheadLog } from './log-file.ts';
import { startThread } from './start-thread.ts';

const CHARACTERS_BETWEEN = 4_194_304;
// From here on the write-ahead log is to begin anew: 32 MB.
const LOG_PAGES_MAX = 8_000;

/**
 * Has the write-ahead log copied to its place by a thread of its own, so that no commit waits while
 * thousands of pages are written. Whoever never writes much has no such thread.
 */
export class Checkpoints {
  readonly #directory: string;
  readonly #database: DatabaseSync;
  #thread: Worker | undefined;
  #isAtWork = false;
  #characters = 0;

  constructor(directory: string, database: DatabaseSync) {
    this.#directory = directory;
    this.#database = database;
  }

  /** Is told of everything that was committed. */
  wrote(characters: number): void {
    this.#characters += characters;
    if (this.#isAtWork || this.#characters < CHARACTERS_BETWEEN) return;
    this.#characters = 0;
    this.#isAtWork = true;
    this.#thread ??= this.#start();
    this.#thread.postMessage('checkpoint');
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = startThread('checkpointer', { directory: this.#directory });
    thread.on('message', (pages: number) => this.#copied(pages));
    return thread;
  }

  // Between two commits the little that was written meanwhile is copied too. With nothing left to
  // copy, the next commit begins the write-ahead log anew.
  #copied(pages: number): void {
    this.#isAtWork = false;
    if (pages > LOG_PAGES_MAX) copyWriteAheadLog(this.#database);
  }
}
