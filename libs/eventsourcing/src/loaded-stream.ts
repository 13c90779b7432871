import { decodeArchived } from './archive.ts';
import { effectiveEvents, isPart } from './command-parts.ts';
import { HistoryCut, type EventStore, type RecordedEvent, type Revision } from './event-store.ts';
import { EMPTY_HEAD, metadataOf, type EventMetadata, type Head } from './hash-chain.ts';
import {
  fromSnapshot,
  isUsable,
  RETIRING,
  type LoadedStream,
  type Retiring,
  type StreamSource,
} from './loaded-snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { decodeState } from './state-json.ts';
import type { Aggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';
import { ENDLESS_TURN, inTurns, resultOf, type Turns } from './turns.ts';

const PAGE = 1000;

/** Is told each event after the snapshot, and what it recorded under an id. */
export type Collect<T extends StreamTypes> = (
  metadata: EventMetadata,
  revision: Revision,
  recorded: readonly [id: string, record: T['Record']] | undefined,
) => void;

/** What had to be revived is in the archive of a snapshot already that is of a later revision. */
class Overtaken extends Error {}

const LOADS_MAX = 5;

/** Folds a stream: its snapshot, if that fits what the log has, and the events after it. */
export async function loadStream<T extends StreamTypes>(
  stream: string,
  aggregate: Aggregate<T>,
  source: StreamSource & { readonly collect?: Collect<T> },
): Promise<LoadedStream<T>> {
  for (let load = 1; ; load += 1) {
    const start = (await fromSnapshot(stream, aggregate, source)) ?? {
      state: aggregate.initial,
      head: EMPTY_HEAD,
      recordedAt: '' as const,
      keys: new Map<string, Revision>(),
      snapshotRevision: 0,
    };
    try {
      return await foldedOn(stream, start, { ...source, aggregate });
    } catch (error) {
      if (!(error instanceof Overtaken) || load === LOADS_MAX) throw error;
    }
  }
}

/**
 * The stream with all events that the log has after its head; loaded anew where a snapshot that
 * another made has overtaken it.
 */
export async function catchUp<T extends StreamTypes>(
  stream: string,
  start: LoadedStream<T>,
  from: FoldingOn<T>,
): Promise<LoadedStream<T>> {
  try {
    return await foldedOn(stream, start, from);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    return loadStream(stream, from.aggregate, from);
  }
}

/** How a stream is folded on. */
interface FoldingOn<T extends StreamTypes> {
  readonly aggregate: Aggregate<T>;
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  readonly collect?: Collect<T>;
  readonly turns?: Turns | undefined;
}

/** How a stream is folded on, and the keys that are remembered. */
interface Keeping<T extends StreamTypes> extends FoldingOn<T> {
  readonly keys: Map<string, Revision>;
}

async function foldedOn<T extends StreamTypes>(
  stream: string,
  start: LoadedStream<T>,
  from: FoldingOn<T>,
): Promise<LoadedStream<T>> {
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
async function foldedWithParts<T extends StreamTypes>(
  before: T['State'],
  last: RecordedEvent,
  from: Keeping<T>,
): Promise<T['State']> {
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
function folded<T extends StreamTypes>(
  state: T['State'],
  { recorded, metadata }: { readonly recorded: RecordedEvent; readonly metadata: EventMetadata },
  from: Keeping<T>,
): T['State'] | Promise<T['State']> {
  const { aggregate, collect, keys, turns = ENDLESS_TURN } = from;
  const { stream, revision, type, data } = recorded;
  const { idempotencyKey, requestHash, occurredAt, part } = metadata;
  const event = aggregate.codec.decode(type, data, occurredAt);
  if (!keys.has(idempotencyKey)) keys.set(idempotencyKey, part?.from ?? revision);
  const place = { revision, requestHash };
  collect?.(metadata, revision, aggregate.lookUps.recordOf(event, place));
  const evolved = (whole: T['State']) =>
    inTurns(resultOf(aggregate.evolve(whole, event, place)), turns);
  const lacked = aggregate.retirement.lackedBy(event, state);
  if (lacked.length === 0) return evolved(state);
  return withRevived(state, lacked, { ...from, stream, revision }).then(evolved);
}

/**
 * A state with what the archive has of things that had left it, before an event of a revision. The
 * archive of a later snapshot has what that event did to them already.
 */
async function withRevived<T extends StreamTypes>(
  state: T['State'],
  ids: readonly string[],
  {
    aggregate,
    snapshots,
    stream,
    revision,
  }: Keeping<T> & Pick<RecordedEvent, 'stream' | 'revision'>,
): Promise<T['State']> {
  const records = (await snapshots.archived(stream, ids)).flatMap((text) => {
    const archived = text === undefined ? undefined : decodeArchived<T['Record']>(text);
    return archived !== undefined && 'is' in archived ? [archived.is] : [];
  });
  const latest = await snapshots.latest(stream);
  if (latest !== undefined && latest.revision >= revision)
    throw new Overtaken(`${stream} has a snapshot of revision ${latest.revision}`);
  return aggregate.retirement.revived(state, records);
}

/** A loaded stream without what its latest snapshot made permanent: that can be found there. */
export async function retired<T extends StreamTypes>(
  loaded: LoadedStream<T>,
  aggregate: Aggregate<T>,
  { stream, events, snapshots }: StreamSource & { readonly stream: string },
): Promise<LoadedStream<T>> {
  const { revision = 0 } = (await snapshots.latest(stream)) ?? {};
  // What another process wrote and snapshotted may be ahead of what is loaded here.
  if (revision <= loaded.snapshotRevision || revision > loaded.head.revision) return loaded;
  // A snapshot may be large, and little of it is asked for.
  const [text] = await snapshots.archived(stream, [RETIRING]);
  const retiring = text === undefined ? undefined : (decodeState(text) as Retiring);
  if (retiring?.revision !== revision) return loaded;
  if (!(await isUsable({ ...retiring, stream }, aggregate, events))) return loaded;
  const { recordedAt: at, asOf } = retiring;
  const { state } = aggregate.retirement.retire(loaded.state, { revision, at, asOf });
  const keys = new Map([...loaded.keys].filter(([, first]) => first > revision));
  return { ...loaded, state, keys, snapshotRevision: revision };
}
