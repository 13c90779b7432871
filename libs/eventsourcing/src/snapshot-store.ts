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
  /** What is written anew each time: the state without its parts. */
  readonly state: string;
}

/** A part of a state, written when it changed; `id` is unique within its stream. */
export interface SnapshotPart {
  readonly id: string;
  readonly part: string;
}

/** How the parts of a stream's state change. */
export interface SnapshotParts {
  /** Since which snapshot; 0 where these are all there are, and those of before are forgotten. */
  readonly since: Revision;
  readonly changed: readonly SnapshotPart[];
  readonly gone: readonly string[];
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
  readonly parts: SnapshotParts;
}

/**
 * Receipts, the archive of finished things, and snapshots.
 *
 * - `save` stores all its writes and the checkpoint, or nothing. The snapshot of a stream replaces
 *   the one before; a receipt, an archived record or a part with a known id replaces its predecessor.
 * - Where parts changed since another snapshot than the stream has, neither they nor their snapshot are
 *   stored: somebody else was faster, and what changed since then is not known.
 * - `parts` answers up to `limit` parts in the byte order of their ids, from behind an id on.
 * - What is absent is `undefined`; an absent checkpoint is 0.
 * - `drop` forgets a stream's snapshot with its parts, receipts and archive, so that they are made anew.
 */
export interface SnapshotStore {
  load(stream: string): Promise<Snapshot | undefined>;
  parts(stream: string, after: string, limit: number): Promise<readonly SnapshotPart[]>;
  /** Where the stream's snapshot is, without its state. */
  latest(stream: string): Promise<SnapshotPlace | undefined>;
  receipts(stream: string, keys: readonly string[]): Promise<readonly (KeyReceipt | undefined)[]>;
  archived(stream: string, ids: readonly string[]): Promise<readonly (string | undefined)[]>;
  save(writes: readonly SnapshotWrite[], checkpoint: Position): Promise<void>;
  checkpoint(): Promise<Position>;
  drop(stream: string): Promise<void>;
  close(): Promise<void>;
}
