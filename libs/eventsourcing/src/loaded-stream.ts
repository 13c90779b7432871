import { decodeArchived } from './archive.ts';
import type { Instant } from './clock.ts';
import { effectiveEvents, isPart } from './command-parts.ts';
import { HistoryCut, type EventStore, type RecordedEvent, type Revision } from './event-store.ts';
import { EMPTY_HEAD, type EventMetadata, type Head } from './hash-chain.ts';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';
import { decodeState } from './state-json.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';
import { ENDLESS_TURN, type Turns } from './turns.ts';

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
  /** Without them, loading and deciding keep the thread until they are done. */
  readonly turns?: Turns | undefined;
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
  const start = (await fromSnapshot(stream, rules, source)) ?? {
    state: rules.initial,
    head: EMPTY_HEAD,
    recordedAt: '' as const,
    keys: new Map<string, Revision>(),
    snapshotRevision: 0,
  };
  return catchUp(stream, start, { ...source, rules });
}

async function isUsable<State, Command, Event extends DecidedEvent, Record>(
  snapshot: Pick<Snapshot, 'stream' | 'revision' | 'hash' | 'version'>,
  rules: StreamRules<State, Command, Event, Record>,
  events: EventStore,
): Promise<boolean> {
  return snapshot.version === rules.snapshotVersion && (await isOfThisHistory(snapshot, events));
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

// Its parts are read bit by bit. Where another snapshot took its place meanwhile, that is read.
async function fromSnapshot<State, Command, Event extends DecidedEvent, Record>(
  stream: string,
  rules: StreamRules<State, Command, Event, Record>,
  source: StreamSource,
): Promise<LoadedStream<State> | undefined> {
  const { snapshots, events } = source;
  for (let load = 0; load < LOADS_MAX; load += 1) {
    const snapshot = await snapshots.load(stream);
    if (snapshot === undefined || !(await isUsable(snapshot, rules, events))) return undefined;
    const { revision, hash, recordedAt, state: core } = snapshot;
    const state = await withParts(stream, rules.restored(decodeState(core)), { ...source, rules });
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

async function withParts<State, Command, Event extends DecidedEvent, Record>(
  stream: string,
  core: State,
  {
    rules,
    snapshots,
    turns = ENDLESS_TURN,
  }: StreamSource & { readonly rules: StreamRules<State, Command, Event, Record> },
): Promise<State> {
  let state = core;
  for (let after = ''; ;) {
    const page = await snapshots.parts(stream, after, PARTS_AT_ONCE);
    state = rules.withParts(
      state,
      page.map(({ part }) => decodeState(part)),
    );
    const last = page.at(-1);
    if (last === undefined || page.length < PARTS_AT_ONCE) return state;
    after = last.id;
    if (turns.isOver) await turns.next();
  }
}

/** How a stream is folded on. */
interface Folding<State, Command, Event extends DecidedEvent, Record> {
  readonly rules: StreamRules<State, Command, Event, Record>;
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  readonly collect?: Collect<Record>;
  readonly turns?: Turns | undefined;
}

/** How a stream is folded on, and the keys that are remembered. */
interface Keeping<State, Command, Event extends DecidedEvent, Record> extends Folding<
  State,
  Command,
  Event,
  Record
> {
  readonly keys: Map<string, Revision>;
}

/** The stream with all events that the log has after its head. */
export async function catchUp<State, Command, Event extends DecidedEvent, Record>(
  stream: string,
  start: LoadedStream<State>,
  from: Folding<State, Command, Event, Record>,
): Promise<LoadedStream<State>> {
  const { events, turns = ENDLESS_TURN } = from;
  const { keys, snapshotRevision } = start;
  let { state, head, recordedAt } = start;
  for (;;) {
    const page = await events.readStream(stream, head.revision + 1, PAGE);
    for (const recorded of page) {
      const metadata = metadataOf(recorded);
      head = continuedBy(recorded, metadata, head);
      ({ recordedAt } = metadata);
      if (turns.isOver) await turns.next();
      const after = isPart(recorded)
        ? foldedWithParts(state, recorded, { ...from, keys })
        : folded(state, { recorded, metadata }, { ...from, keys });
      state = after instanceof Promise ? await after : after;
    }
    if (page.length < PAGE) return { state, head, recordedAt, keys, snapshotRevision };
  }
}

/** A state after the command whose last part an event is; what is not whole changes nothing. */
async function foldedWithParts<State, Command, Event extends DecidedEvent, Record>(
  before: State,
  last: RecordedEvent,
  from: Keeping<State, Command, Event, Record>,
): Promise<State> {
  const { events, turns = ENDLESS_TURN } = from;
  let state = before;
  for (const recorded of await effectiveEvents([last], events)) {
    if (turns.isOver) await turns.next();
    state = await folded(state, { recorded, metadata: metadataOf(recorded) }, from);
  }
  return state;
}

/** Where a chain ends after an event, which must continue it. */
function continuedBy(
  { stream, revision }: RecordedEvent,
  { prevHash, hash }: EventMetadata,
  head: Head,
): Head {
  if (prevHash !== head.hash)
    throw new HistoryCut(`${stream} does not continue its chain at revision ${revision}`, stream);
  return { revision, hash };
}

/** A state after one more event that took effect. */
function folded<State, Command, Event extends DecidedEvent, Record>(
  state: State,
  { recorded, metadata }: { readonly recorded: RecordedEvent; readonly metadata: EventMetadata },
  from: Keeping<State, Command, Event, Record>,
): State | Promise<State> {
  const { rules, collect, keys } = from;
  const { stream, revision, type, data } = recorded;
  const { idempotencyKey, requestHash, occurredAt, part } = metadata;
  const event = rules.decodeEvent(type, data, occurredAt);
  if (!keys.has(idempotencyKey)) keys.set(idempotencyKey, part?.from ?? revision);
  const place = { revision, requestHash };
  collect?.(metadata, revision, rules.recordOf(event, place));
  const lacked = rules.lackedBy(event, state);
  if (lacked.length === 0) return rules.evolve(state, event, place);
  return withRevived(state, lacked, { ...from, stream }).then((whole) =>
    rules.evolve(whole, event, place),
  );
}

/** A state with what the archive has of things that had left it. */
async function withRevived<State, Command, Event extends DecidedEvent, Record>(
  state: State,
  ids: readonly string[],
  {
    rules,
    snapshots,
    stream,
  }: Keeping<State, Command, Event, Record> & { readonly stream: string },
): Promise<State> {
  const records = (await snapshots.archived(stream, ids)).flatMap((text) => {
    const archived = text === undefined ? undefined : decodeArchived<Record>(text);
    return archived !== undefined && 'is' in archived ? [archived.is] : [];
  });
  return rules.revived(state, records);
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
  // A snapshot may be large, and little of it is asked for.
  const [text] = await snapshots.archived(stream, [RETIRING]);
  const retiring = text === undefined ? undefined : (decodeState(text) as Retiring);
  if (retiring?.revision !== revision) return loaded;
  if (!(await isUsable({ ...retiring, stream }, rules, events))) return loaded;
  const { recordedAt: at, asOf } = retiring;
  const { state } = rules.retire(loaded.state, { revision, at, asOf });
  const keys = new Map([...loaded.keys].filter(([, first]) => first > revision));
  return { ...loaded, state, keys, snapshotRevision: revision };
}
