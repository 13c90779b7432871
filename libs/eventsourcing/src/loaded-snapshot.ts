import type { Instant } from './clock.ts';
import { HistoryCut, type EventStore, type Revision } from './event-store.ts';
import { metadataOf, type Head } from './hash-chain.ts';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';
import { decodeState } from './state-json.ts';
import type { Aggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';
import { ENDLESS_TURN, type Turns } from './turns.ts';

/**
 * A stream folded up to its head. Of each key used after the snapshot it knows the revision of the
 * first event that was done under it; the rest of the answer is read there.
 */
export interface LoadedStream<T extends StreamTypes> {
  readonly state: T['State'];
  readonly head: Head;
  readonly recordedAt: Instant | '';
  readonly keys: Map<string, Revision>;
  readonly snapshotRevision: Revision;
}

export interface StreamSource {
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  /** Without them, loading and deciding keep the thread until they are done. */
  readonly turns?: Turns | undefined;
}

export async function isUsable<T extends StreamTypes>(
  snapshot: Pick<Snapshot, 'stream' | 'revision' | 'hash' | 'version'>,
  aggregate: Aggregate<T>,
  events: EventStore,
): Promise<boolean> {
  return (
    snapshot.version === aggregate.snapshots.version && (await isOfThisHistory(snapshot, events))
  );
}

/** Under which id the archive has what retiring up to the latest snapshot needs to know. */
export const RETIRING = '~retiring';

/** That, and which snapshot it is of. */
export interface Retiring extends Pick<Snapshot, 'revision' | 'hash' | 'version'> {
  readonly recordedAt: Instant;
  readonly asOf: unknown;
}

/** A snapshot counts only if its head's hash is that of the event at its revision. */
export async function isOfThisHistory(
  { stream, revision, hash }: Pick<Snapshot, 'stream' | 'revision' | 'hash'>,
  events: EventStore,
): Promise<boolean> {
  const [last] = await events.readStream(stream, revision, 1);
  if (last === undefined)
    throw new HistoryCut(
      `${stream} has a snapshot of revision ${revision}, which the log lacks`,
      stream,
    );
  return metadataOf(last).hash === hash;
}

/** How many parts are decoded and put into a state before others may go on. */
const PARTS_AT_ONCE = 256;
const LOADS_MAX = 5;

/**
 * A stream as its snapshot has it, if that fits what the log has. Its parts are read bit by bit: where
 * another snapshot took its place meanwhile, that one is read.
 */
export async function fromSnapshot<T extends StreamTypes>(
  stream: string,
  aggregate: Aggregate<T>,
  source: StreamSource,
): Promise<LoadedStream<T> | undefined> {
  const { snapshots, events } = source;
  for (let load = 0; load < LOADS_MAX; load += 1) {
    const snapshot = await snapshots.load(stream);
    if (snapshot === undefined || !(await isUsable(snapshot, aggregate, events))) return undefined;
    const { revision, hash, recordedAt, state: core } = snapshot;
    const state = await withParts(stream, aggregate.snapshots.restored(decodeState(core)), {
      ...source,
      aggregate,
    });
    if ((await snapshots.latest(stream))?.revision !== revision) continue;
    return {
      state,
      head: { revision, hash },
      recordedAt: recordedAt as Instant,
      keys: new Map(),
      snapshotRevision: revision,
    };
  }
  return undefined;
}

async function withParts<T extends StreamTypes>(
  stream: string,
  core: T['State'],
  {
    aggregate,
    snapshots,
    turns = ENDLESS_TURN,
  }: StreamSource & { readonly aggregate: Aggregate<T> },
): Promise<T['State']> {
  let state = core;
  for (let after = ''; ;) {
    const page = await snapshots.parts(stream, after, PARTS_AT_ONCE);
    state = aggregate.snapshots.withParts(
      state,
      page.map(({ part }) => decodeState(part)),
    );
    const last = page.at(-1);
    if (last === undefined || page.length < PARTS_AT_ONCE) return state;
    after = last.id;
    if (turns.isOver) await turns.next();
  }
}
