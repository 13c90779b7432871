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
import type { DecidedEvent, StreamRules } from './stream-rules.ts';
import { ENDLESS_TURN, inTurns, resultOf, type Turns } from './turns.ts';

const PAGE = 1000;

/** Is told each event after the snapshot, and what it recorded under an id. */
export type Collect<Record> = (
  metadata: EventMetadata,
  revision: Revision,
  recorded: readonly [id: string, record: Record] | undefined,
) => void;

/** What had to be revived is in the archive of a snapshot already that is of a later revision. */
class Overtaken extends Error {}

const LOADS_MAX = 5;

/** Folds a stream: its snapshot, if that fits what the log has, and the events after it. */
export async function loadStream<State, Command, Event extends DecidedEvent, Record>(
  stream: string,
  rules: StreamRules<State, Command, Event, Record>,
  source: StreamSource & { readonly collect?: Collect<Record> },
): Promise<LoadedStream<State>> {
  for (let load = 1; ; load += 1) {
    const start = (await fromSnapshot(stream, rules, source)) ?? {
      state: rules.initial,
      head: EMPTY_HEAD,
      recordedAt: '' as const,
      keys: new Map<string, Revision>(),
      snapshotRevision: 0,
    };
    try {
      return await foldedOn(stream, start, { ...source, rules });
    } catch (error) {
      if (!(error instanceof Overtaken) || load === LOADS_MAX) throw error;
    }
  }
}

/**
 * The stream with all events that the log has after its head; loaded anew where a snapshot that
 * another made has overtaken it.
 */
export async function catchUp<State, Command, Event extends DecidedEvent, Record>(
  stream: string,
  start: LoadedStream<State>,
  from: Folding<State, Command, Event, Record>,
): Promise<LoadedStream<State>> {
  try {
    return await foldedOn(stream, start, from);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    return loadStream(stream, from.rules, from);
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

async function foldedOn<State, Command, Event extends DecidedEvent, Record>(
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
  const { rules, collect, keys, turns = ENDLESS_TURN } = from;
  const { stream, revision, type, data } = recorded;
  const { idempotencyKey, requestHash, occurredAt, part } = metadata;
  const event = rules.decodeEvent(type, data, occurredAt);
  if (!keys.has(idempotencyKey)) keys.set(idempotencyKey, part?.from ?? revision);
  const place = { revision, requestHash };
  collect?.(metadata, revision, rules.recordOf(event, place));
  const evolved = (whole: State) => inTurns(resultOf(rules.evolve(whole, event, place)), turns);
  const lacked = rules.lackedBy(event, state);
  if (lacked.length === 0) return evolved(state);
  return withRevived(state, lacked, { ...from, stream, revision }).then(evolved);
}

/**
 * A state with what the archive has of things that had left it, before an event of a revision. The
 * archive of a later snapshot has what that event did to them already.
 */
async function withRevived<State, Command, Event extends DecidedEvent, Record>(
  state: State,
  ids: readonly string[],
  {
    rules,
    snapshots,
    stream,
    revision,
  }: Keeping<State, Command, Event, Record> & Pick<RecordedEvent, 'stream' | 'revision'>,
): Promise<State> {
  const records = (await snapshots.archived(stream, ids)).flatMap((text) => {
    const archived = text === undefined ? undefined : decodeArchived<Record>(text);
    return archived !== undefined && 'is' in archived ? [archived.is] : [];
  });
  const latest = await snapshots.latest(stream);
  if (latest !== undefined && latest.revision >= revision)
    throw new Overtaken(`${stream} has a snapshot of revision ${latest.revision}`);
  return rules.revived(state, records);
}

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
