import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DiskFull, type Randomness, type TextKeyStore } from '#eventsourcing';
import { openForWriting } from '../../sqlite/database-file.ts';
import { isDiskFull } from '../../sqlite/disk-full.ts';
import { ErasuresFile } from './erasures-file.ts';
import { keysFile } from './keys-file.ts';

const KEY_BYTES = 32;
const AT_HAND_MAX = 100_000;

/**
 * The keys in one SQLite file that only its owner may read. An erased key is overwritten where it
 * lies, and the write-ahead log, where it may still be, is emptied before `erase` returns. That it was
 * erased is kept in a file of its own, so that it is erased again when older keys are put back.
 */
export class EmbeddedTextKeyStore implements TextKeyStore {
  readonly #database: DatabaseSync;
  readonly #erasures: ErasuresFile;
  readonly #randomness: Randomness;
  readonly #find: StatementSync;
  readonly #keep: StatementSync;
  readonly #overwrite: StatementSync;
  readonly #dataVersion: StatementSync;
  readonly #atHand = new Map<string, Uint8Array>();
  #atHandVersion: unknown;

  private constructor(directory: string, randomness: Randomness, erasures: string) {
    const database = openForWriting(directory, keysFile);
    this.#database = database;
    this.#erasures = new ErasuresFile(erasures);
    this.#randomness = randomness;
    this.#dataVersion = database.prepare('PRAGMA data_version');
    this.#find = database.prepare('SELECT key FROM keys WHERE name = ? AND NOT erased');
    // Whoever comes second, in whichever process, takes the key of the first.
    this.#keep = database.prepare(
      `INSERT INTO keys (name, key, erased) VALUES (?, ?, 0)
       ON CONFLICT (name) DO UPDATE SET key = excluded.key, erased = 0 WHERE erased`,
    );
    this.#overwrite = database.prepare(
      `UPDATE keys SET key = zeroblob(${KEY_BYTES}), erased = 1 WHERE name = ?`,
    );
  }

  /** What was erased may be kept in a directory of its own. */
  static open(
    directory: string,
    randomness: Randomness,
    erasures = directory,
  ): EmbeddedTextKeyStore {
    const store = new EmbeddedTextKeyStore(directory, randomness, erasures);
    store.#eraseAgain();
    // A crash in the middle of erasing may have left the write-ahead log.
    store.#emptyWriteAheadLog();
    return store;
  }

  obtain(name: string): Uint8Array {
    const known = this.find(name);
    if (known !== undefined) return known;
    this.#makeKey(name);
    const kept = this.find(name);
    if (kept === undefined) throw new Error(`the key ${name} was erased while it was made`);
    return kept;
  }

  #makeKey(name: string): void {
    try {
      this.#keep.run(name, this.#randomness.bytes(KEY_BYTES));
    } catch (error) {
      if (isDiskFull(error)) throw new DiskFull('no key was made: the disk is full');
      throw error;
    }
  }

  find(name: string): Uint8Array | undefined {
    this.#forgetWhatOthersChanged();
    const atHand = this.#atHand.get(name);
    if (atHand !== undefined) return atHand;
    const key = this.#find.get(name)?.['key'] as Uint8Array | undefined;
    if (key !== undefined) this.#remember(name, key);
    return key;
  }

  erase(name: string): void {
    const key = this.find(name);
    this.#atHand.delete(name);
    if (key !== undefined) this.#erasures.add(key);
    this.#overwrite.run(name);
    this.#emptyWriteAheadLog();
  }

  // A process that ended in the middle, or older keys that were put back.
  #eraseAgain(): void {
    const kept = this.#database.prepare('SELECT name, key FROM keys WHERE NOT erased');
    type Row = { readonly name: string; readonly key: Uint8Array };
    for (const { name } of this.#erasures.among(() => kept.iterate() as Iterable<Row>))
      this.#overwrite.run(name);
  }

  close(): void {
    this.#atHand.clear();
    this.#database.close();
  }

  #remember(name: string, key: Uint8Array): void {
    if (this.#atHand.size >= AT_HAND_MAX) this.#atHand.clear();
    this.#atHand.set(name, key);
  }

  // Another process may have erased a key.
  #forgetWhatOthersChanged(): void {
    const version = this.#dataVersion.get()?.['data_version'];
    if (version !== this.#atHandVersion) this.#atHand.clear();
    this.#atHandVersion = version;
  }

  #emptyWriteAheadLog(): void {
    const outcome = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (outcome?.['busy'] !== 0)
      throw new Error('the write-ahead log of the keys is in use and may hold erased keys');
  }
}
