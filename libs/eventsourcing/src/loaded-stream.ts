import type { Instant } from './clock.ts';
import { HistoryCut, type EventStore, type RecordedEvent, type Revision } from './event-store.ts';
import { EMPTY_HEAD, type EventMetadata, type Head } from './hash-chain.ts';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';
import { decodeState } from './state-json.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

/**
 * A stream folded up to its head. Of each key used after the snapshot it knows the revision of the
 * first event that was done under it; the rest of the answer is read there.
 */
export interface LoadedStream<State> {
  readonly state: State;
  readonly head: Head;
  readonly recordedAt: Instant | '';
  readonly keys: Map<string, Revision>;
  readonly snapshotRevision: Revision;
}

const PAGE = 1000;

export interface StreamSource {
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
}

/** Is told each event after the snapshot, and what it recorded under an id. */
export type Collect<Record> = (
  metadata: EventMetadata,
  revision: Revision,
  recorded: readonly [id: string, record: Record] | undefined,
) => void;

/** Folds a stream: its snapshot, if that fits what the log has, and the events after it. */
export async function loadStream<State, Command, Event extends DecidedEvent, Record>(
  stream: string,
  rules: StreamRules<State, Command, Event, Record>,
  source: StreamSource & { readonly collect?: Collect<Record> },
): Promise<LoadedStream<State>> {
  const snapshot = await source.snapshots.load(stream);
  const start =
    snapshot !== undefined && (await isUsable(snapshot, rules, source.events))
      ? fromSnapshot<State>(snapshot)
      : {
          state: rules.initial,
          head: EMPTY_HEAD,
          recordedAt: '' as const,
          keys: new Map<string, Revision>(),
          snapshotRevision: 0,
        };
  return catchUp(stream, start, { ...source, rules });
}

async function isUsable<State, Command, Event extends DecidedEvent, Record>(
  snapshot: Snapshot,
  rules: StreamRules<State, Command, Event, Record>,
  events: EventStore,
): Promise<boolean> {
  return snapshot.version === rules.snapshotVersion && (await isOfThisHistory(snapshot, events));
}

/** A snapshot counts only if its head's hash is that of the event at its revision. */
export async function isOfThisHistory(
  { stream, revision, hash }: Snapshot,
  events: EventStore,
): Promise<boolean> {
  const [last] = await events.readStream(stream, revision, 1);
  if (last === undefined)
    throw new HistoryCut(`${stream} has a snapshot of revision ${revision}, which the log lacks`);
  return metadataOf(last).hash === hash;
}

function fromSnapshot<State>(snapshot: Snapshot): LoadedStream<State> {
  const { revision, hash, recordedAt, state } = snapshot;
  return {
    state: decodeState(state) as State,
    head: { revision, hash },
    recordedAt: recordedAt as Instant,
    keys: new Map(),
    snapshotRevision: revision,
  };
}

/** The stream with all events that the log has after its head. */
export async function catchUp<State, Command, Event extends DecidedEvent, Record>(
  stream: string,
  start: LoadedStream<State>,
  from: {
    readonly rules: StreamRules<State, Command, Event, Record>;
    readonly events: EventStore;
    readonly collect?: Collect<Record>;
  },
): Promise<LoadedStream<State>> {
  let loaded = start;
  for (;;) {
    const page = await from.events.readStream(stream, loaded.head.revision + 1, PAGE);
    loaded = page.reduce((before, event) => folded(before, event, from), loaded);
    if (page.length < PAGE) return loaded;
  }
}

/** A loaded stream after one more recorded event, which must continue its chain. */
function folded<State, Command, Event extends DecidedEvent, Record>(
  { state, head, keys, snapshotRevision }: LoadedStream<State>,
  recorded: RecordedEvent,
  {
    rules,
    collect,
  }: {
    readonly rules: StreamRules<State, Command, Event, Record>;
    readonly collect?: Collect<Record>;
  },
): LoadedStream<State> {
  const metadata = metadataOf(recorded);
  const { idempotencyKey, requestHash, occurredAt, recordedAt, hash, prevHash } = metadata;
  const { stream, revision, type, data } = recorded;
  if (prevHash !== head.hash)
    throw new HistoryCut(`${stream} does not continue its chain at revision ${revision}`);
  const event = rules.decodeEvent(type, data, occurredAt);
  if (!keys.has(idempotencyKey)) keys.set(idempotencyKey, revision);
  const place = { revision, requestHash };
  collect?.(metadata, revision, rules.recordOf(event, place));
  return {
    state: rules.evolve(state, event, place),
    head: { revision, hash },
    recordedAt,
    keys,
    snapshotRevision,
  };
}

export const metadataOf = (event: RecordedEvent): EventMetadata =>
  JSON.parse(event.metadata) as EventMetadata;

/** A loaded stream without what its latest snapshot made permanent: that can be found there. */
export async function retired<State, Command, Event extends DecidedEvent, Record>(
  loaded: LoadedStream<State>,
  rules: StreamRules<State, Command, Event, Record>,
  { stream, events, snapshots }: StreamSource & { readonly stream: string },
): Promise<LoadedStream<State>> {
  const { revision = 0 } = (await snapshots.latest(stream)) ?? {};
  // What another process wrote and snapshotted may be ahead of what is loaded here.
  if (revision <= loaded.snapshotRevision || revision > loaded.head.revision) return loaded;
  const snapshot = await snapshots.load(stream);
  if (snapshot?.revision !== revision || !(await isUsable(snapshot, rules, events))) return loaded;
  const at = snapshot.recordedAt as Instant;
  const asOf = decodeState(snapshot.state) as State;
  const { state } = rules.retire(loaded.state, { revision, at, asOf });
  const keys = new Map([...loaded.keys].filter(([, first]) => first > revision));
  return { ...loaded, state, keys, snapshotRevision: revision };
}
