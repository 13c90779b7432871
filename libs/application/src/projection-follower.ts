import {
  CheckpointMoved,
  type EventStore,
  type Follower,
  type Position,
  type ReadModelStore,
  type RecordedEvent,
} from '#eventsourcing';
import type { LedgerEvent } from '#ledger';
import { allProjections, ledgerEventsFrom, OngoingFold } from '#read-models';
import { PROJECTION_VERSIONS } from './projection-versions.ts';

/**
 * Keeps the read models up to date: loads the documents a batch concerns unless they are at hand,
 * folds, stores. Where another instance does the same, each begins again after the other.
 */
export class ProjectionFollower implements Follower {
  readonly name = 'projections';
  readonly #read: ReturnType<typeof ledgerEventsFrom>;
  readonly #store: ReadModelStore;
  readonly #isFixed: boolean;
  #generation: number | undefined;
  #from: Position | undefined;
  #fold = new OngoingFold<LedgerEvent>(allProjections);

  /** Without a generation it fills the active one, also when that is swapped meanwhile. */
  constructor(events: EventStore, store: ReadModelStore, generation?: number) {
    this.#read = ledgerEventsFrom(events);
    this.#store = store;
    this.#generation = generation;
    this.#isFixed = generation !== undefined;
  }

  /** What is at hand is forgotten: it may not be what is stored. */
  async checkpoint(): Promise<Position> {
    if (!this.#isFixed) this.#generation = await this.#store.activeGeneration();
    this.#fold = new OngoingFold(allProjections);
    this.#from = await this.#store.checkpoint(this.name, this.#generation);
    return this.#from;
  }

  async handle(recorded: readonly RecordedEvent[]): Promise<void | 'START_AGAIN'> {
    // Read models rebuilt beside these have taken over; they have a checkpoint of their own.
    if (!this.#isFixed && (await this.#store.activeGeneration()) !== this.#generation)
      return 'START_AGAIN';
    const from = this.#from ?? (await this.checkpoint());
    // Until it is stored, what is at hand is ahead of what is stored.
    this.#from = undefined;
    const batch = this.#fold.batch(await this.#read(recorded));
    const loaded = await this.#store.get(batch.needed, this.#generation);
    const { position } = recorded.at(-1) as RecordedEvent;
    try {
      const checkpoint = { follower: this.name, from, position };
      const writes = batch.writesWith(loaded);
      const all = from === 0n ? [PROJECTION_VERSIONS, ...writes] : writes;
      await this.#store.commit(all, checkpoint, this.#generation);
    } catch (error) {
      if (error instanceof CheckpointMoved) return 'START_AGAIN';
      throw error;
    }
    this.#from = position;
  }
}
