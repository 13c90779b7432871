/**
 * The keys that seal personal texts, 32 bytes each.
 *
 * - `obtain` answers the key of that name, made now and durably kept if there was none.
 * - `find` answers `undefined` for a key that never was or was erased.
 * - `erase` removes the key for good, from the file's free space too. Every text sealed with it is
 *   then unreadable, everywhere.
 * Synchronous, because a decision cannot wait for a key; every implementation keeps its keys at hand.
 */
export interface TextKeyStore {
  obtain(name: string): Uint8Array;
  find(name: string): Uint8Array | undefined;
  erase(name: string): void;
  close(): void;
}
