import { encodeArchived, type Archived } from './archive.ts';
import { isInside } from './command-parts.ts';
import {
  HistoryCut,
  type EventStore,
  type Position,
  type RecordedEvent,
  type Revision,
} from './event-store.ts';
import type { AnyAggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';
import type { Follower } from './follower.ts';
import type { Head } from './hash-chain.ts';
import { isOfThisHistory, RETIRING, type Retiring } from './loaded-snapshot.ts';
import { loadStream, type Collect } from './loaded-stream.ts';
import type { KeyReceipt, SnapshotStore, SnapshotWrite } from './snapshot-store.ts';
import { encodeState } from './state-json.ts';

const KNOWN_MAX = 100_000;
// Each is a whole tail, read and folded again.
const SNAPSHOTS_AT_ONCE = 16;

/** What snapshots are made from, and where they go. */
interface SnapshotSource {
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  /** Lets others who share the thread go on, where many snapshots are due at once. */
  readonly rest?: () => Promise<void>;
  /** Told of a stream that cannot be loaded, because some of its history is missing. */
  readonly cut?: (cut: HistoryCut) => void;
}

/**
 * Makes receipts, the archive and snapshots permanent, once a stream has grown enough since its
 * last snapshot. Until then its keys and finished things are found by folding its tail.
 */
export class SnapshotFollower implements Follower {
  readonly name = 'snapshots';
  readonly #events: EventStore;
  readonly #snapshots: SnapshotStore;
  readonly #rest: SnapshotSource['rest'];
  readonly #cut: SnapshotSource['cut'];
  readonly #aggregateOf: (stream: string) => AnyAggregate | undefined;
  readonly #interval: number;
  /** The revisions of the snapshots of streams seen lately. */
  readonly #known = new Map<string, Revision>();

  constructor(
    source: SnapshotSource,
    aggregateOf: (stream: string) => AnyAggregate | undefined,
    interval: number,
  ) {
    this.#events = source.events;
    this.#snapshots = source.snapshots;
    this.#rest = source.rest;
    this.#cut = source.cut;
    this.#aggregateOf = aggregateOf;
    this.#interval = interval;
  }

  checkpoint(): Promise<Position> {
    return this.#snapshots.checkpoint();
  }

  async handle(events: readonly RecordedEvent[]): Promise<void> {
    const heads = new Map(events.map(({ stream, revision }) => [stream, revision]));
    const due: string[] = [];
    for (const [stream, revision] of heads)
      if (revision - (await this.#snapshotRevision(stream)) >= this.#interval) due.push(stream);
    // The checkpoint stays where it is until the last of them: those made before are not made again.
    while (due.length > SNAPSHOTS_AT_ONCE) {
      await this.#save(due.splice(0, SNAPSHOTS_AT_ONCE), await this.checkpoint());
      await this.#rest?.();
    }
    await this.#save(due, (events.at(-1) as RecordedEvent).position);
  }

  async #save(streams: readonly string[], checkpoint: Position): Promise<void> {
    const writes: SnapshotWrite[] = [];
    for (const stream of streams) writes.push(...(await this.#snapshotIfWhole(stream)));
    await this.#snapshots.save(writes, checkpoint);
    for (const { snapshot } of writes) this.#remember(snapshot.stream, snapshot.revision);
  }

  async #snapshotRevision(stream: string): Promise<Revision> {
    const known = this.#known.get(stream);
    if (known !== undefined) return known;
    const revision = (await this.#snapshots.latest(stream))?.revision ?? 0;
    this.#remember(stream, revision);
    return revision;
  }

  #remember(stream: string, revision: Revision): void {
    this.#known.delete(stream);
    this.#known.set(stream, revision);
    const oldest = this.#known.size > KNOWN_MAX ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  // One stream that was cut is no reason to leave the others without snapshots.
  async #snapshotIfWhole(stream: string): Promise<readonly SnapshotWrite[]> {
    try {
      return await this.#snapshot(stream);
    } catch (error) {
      if (!(error instanceof HistoryCut)) throw error;
      this.#cut?.(error);
      return [];
    }
  }

  async #snapshot(stream: string): Promise<readonly SnapshotWrite[]> {
    const aggregate = this.#aggregateOf(stream);
    if (aggregate === undefined) return [];
    await this.#dropOfOtherHistory(stream);
    const tail = new Tail();
    const source = { events: this.#events, snapshots: this.#snapshots, collect: tail.collect };
    const {
      state: whole,
      head,
      recordedAt,
      snapshotRevision,
    } = await loadStream(stream, aggregate, source);
    if (recordedAt === '' || (await this.#isInside(stream, head))) return [];
    const { state, retired } = aggregate.retirement.retire(whole, {
      revision: head.revision,
      at: recordedAt,
    });
    // What the state had is what became of a thing since it was recorded.
    for (const [id, record] of retired) tail.archive.set(id, { is: record });
    const place = { ...head, recordedAt, version: aggregate.snapshots.version };
    const retiring: Retiring = { ...place, asOf: aggregate.retirement.asOf(state) };
    const archive = [...tail.archive].map(([id, archived]) => ({
      id,
      record: encodeArchived(archived),
    }));
    const { core, parts } = aggregate.snapshots.of(state, snapshotRevision);
    return [
      {
        snapshot: { ...place, stream, state: encodeState(core) },
        parts: {
          since: snapshotRevision,
          changed: parts.map(([id, part]) => ({ id, part: encodeState(part) })),
          gone: aggregate.snapshots.partsGone(retired),
        },
        receipts: [...tail.receipts.values()],
        archive: [...archive, { id: RETIRING, record: encodeState(retiring) }],
      },
    ];
  }

  // What a command in parts did stands before its end: a snapshot in the middle of it would say that
  // all of that is permanent, and have nothing of it. One is made when the command is whole.
  async #isInside(stream: string, { revision }: Head): Promise<boolean> {
    const [last] = await this.#events.readStream(stream, revision, 1);
    return last !== undefined && isInside(last);
  }

  // Its receipts and its archive tell of events that never were.
  async #dropOfOtherHistory(stream: string): Promise<void> {
    const snapshot = await this.#snapshots.load(stream);
    if (snapshot !== undefined && !(await isOfThisHistory(snapshot, this.#events)))
      await this.#snapshots.drop(stream);
  }
}

/** What the events after a snapshot leave behind: receipts of their keys, and what they recorded. */
class Tail {
  readonly receipts = new Map<string, KeyReceipt>();
  readonly archive = new Map<string, Archived<unknown>>();

  readonly collect: Collect<StreamTypes> = (
    { idempotencyKey: key, requestHash, part },
    revision,
    recorded,
  ) => {
    const { firstRevision = part?.from ?? revision } = this.receipts.get(key) ?? {};
    this.receipts.set(key, { key, requestHash, firstRevision, lastRevision: revision });
    if (recorded !== undefined) this.archive.set(recorded[0], { at: revision });
  };
}
