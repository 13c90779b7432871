import type { Position, Revision } from './event-store.ts';

/** The proof that a command was done: where its events are and what was asked. */
export interface KeyReceipt {
  readonly key: string;
  readonly requestHash: string;
  readonly firstRevision: Revision;
  readonly lastRevision: Revision;
}

/** How far a snapshot goes: its last event's revision and time of recording. */
export interface SnapshotPlace {
  readonly revision: Revision;
  readonly recordedAt: string;
}

/** The folded state of a stream at a revision, with the hash of that event. */
export interface Snapshot {
  readonly stream: string;
  readonly revision: Revision;
  readonly hash: string;
  readonly recordedAt: string;
  /** Snapshots of another version are not read. */
  readonly version: number;
  readonly state: string;
}

/** A finished thing that left the working state; `id` is unique within its stream. */
export interface ArchivedRecord {
  readonly id: string;
  readonly record: string;
}

/** Everything that one snapshot makes permanent. */
export interface SnapshotWrite {
  readonly snapshot: Snapshot;
  readonly receipts: readonly KeyReceipt[];
  readonly archive: readonly ArchivedRecord[];
}

/**
 * Receipts, the archive of finished things, and snapshots.
 *
 * - `save` stores all its writes and the checkpoint, or nothing. The snapshot of a stream replaces
 *   the one before; a receipt or an archived record with a known id replaces its predecessor.
 * - What is absent is `undefined`; an absent checkpoint is 0.
 * - `drop` forgets a stream's snapshot, receipts and archive, so that they are made anew.
 */
export interface SnapshotStore {
  load(stream: string): Promise<Snapshot | undefined>;
  /** Where the stream's snapshot is, without its state. */
  latest(stream: string): Promise<SnapshotPlace | undefined>;
  receipts(stream: string, keys: readonly string[]): Promise<readonly (KeyReceipt | undefined)[]>;
  archived(stream: string, ids: readonly string[]): Promise<readonly (string | undefined)[]>;
  save(writes: readonly SnapshotWrite[], checkpoint: Position): Promise<void>;
  checkpoint(): Promise<Position>;
  drop(stream: string): Promise<void>;
  close(): Promise<void>;
}
