import type { Position } from './event-store.ts';

/** Which document: a collection, the partition it is listed in, and its key there. */
export interface DocumentKey {
  readonly collection: string;
  readonly partition: string;
  readonly key: string;
}

export interface Document extends DocumentKey {
  /** A second sort key, for lists in another order than that of the keys. */
  readonly order: string | null;
  /** The document itself, a JSON text. */
  readonly body: string;
  /** The position of the last event applied. */
  readonly position: Position;
}

/** A document to be stored, or with `body: null` to be removed. */
export interface DocumentWrite extends DocumentKey {
  readonly order: string | null;
  readonly body: string | null;
  readonly position: Position;
}

/** A list within one partition, by key or by order; documents without an order are not in the latter. */
export interface DocumentRange {
  readonly collection: string;
  readonly partition: string;
  readonly by: 'key' | 'order';
  /** Inclusive lower bound. */
  readonly from?: string;
  /** Exclusive upper bound. */
  readonly to?: string;
  readonly descending?: boolean;
  readonly limit: number;
}

/** What can be asked of documents, and of the followers that keep them. */
export interface DocumentReads {
  get(keys: readonly DocumentKey[]): Promise<readonly (Document | undefined)[]>;
  list(range: DocumentRange): Promise<readonly Document[]>;
  checkpoint(follower: string): Promise<Position>;
}

/** How far a follower goes with a commit, and from where. */
export interface CheckpointMove {
  readonly follower: string;
  /** Where the follower must be. */
  readonly from: Position;
  readonly position: Position;
}

/** Another instance has moved the follower's checkpoint: what was folded may not be what is stored. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';

  constructor({ follower, from }: CheckpointMove) {
    super(`${follower} is not at ${from} any more`);
  }
}

/**
 * Where read models live.
 *
 * - `commit` stores all its writes and the checkpoint, or nothing. A later write of the same commit
 *   wins over an earlier one. It refuses with `CheckpointMoved` unless the follower is at `from`.
 * - A checkpoint that is not there is 0.
 * - `get` answers documents in the order of the keys asked for, `undefined` where there is none.
 * - Everything read in one call of `atOneMoment` is of one moment of the active generation, whatever
 *   is committed or activated meanwhile: documents, lists and checkpoints. It is given back to the
 *   store when its work ends, well or not. Its work waits for nothing but what it reads.
 * - Keys and orders are compared byte by byte.
 * - A generation is a whole set of documents and checkpoints. Reads see the active one. A commit
 *   may fill another one beside it; `activate` swaps and drops the others, at once.
 */
export interface ReadModelStore extends DocumentReads {
  atOneMoment<Result>(work: (reads: DocumentReads) => Promise<Result>): Promise<Result>;
  get(
    keys: readonly DocumentKey[],
    generation?: number,
  ): Promise<readonly (Document | undefined)[]>;
  list(range: DocumentRange, generation?: number): Promise<readonly Document[]>;
  checkpoint(follower: string, generation?: number): Promise<Position>;
  commit(
    writes: readonly DocumentWrite[],
    checkpoint: CheckpointMove,
    generation?: number,
  ): Promise<void>;
  activeGeneration(): Promise<number>;
  activate(generation: number): Promise<void>;
  close(): Promise<void>;
}
