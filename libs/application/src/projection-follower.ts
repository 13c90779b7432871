import type { EventStore, Follower, Position, ReadModelStore, RecordedEvent } from '#eventsourcing';
import { allProjections, documentsNeeded, foldBatch, ledgerEventsFrom } from '#read-models';

/** Keeps the read models up to date: loads the documents a batch concerns, folds, stores. */
export class ProjectionFollower implements Follower {
  readonly name = 'projections';
  readonly #read: ReturnType<typeof ledgerEventsFrom>;
  readonly #store: ReadModelStore;
  readonly #isFixed: boolean;
  #generation: number | undefined;

  /** Without a generation it fills the active one, also when that is swapped meanwhile. */
  constructor(events: EventStore, store: ReadModelStore, generation?: number) {
    this.#read = ledgerEventsFrom(events);
    this.#store = store;
    this.#generation = generation;
    this.#isFixed = generation !== undefined;
  }

  async checkpoint(): Promise<Position> {
    if (!this.#isFixed) this.#generation = await this.#store.activeGeneration();
    return this.#store.checkpoint(this.name, this.#generation);
  }

  async handle(recorded: readonly RecordedEvent[]): Promise<void | 'START_AGAIN'> {
    // Read models rebuilt beside these have taken over; they have a checkpoint of their own.
    if (!this.#isFixed && (await this.#store.activeGeneration()) !== this.#generation)
      return 'START_AGAIN';
    const events = await this.#read(recorded);
    const needed = documentsNeeded(allProjections, events);
    const loaded = await this.#store.get(needed, this.#generation);
    const writes = foldBatch(allProjections, events, loaded);
    const position = (recorded.at(-1) as RecordedEvent).position;
    await this.#store.commit(writes, { follower: this.name, position }, this.#generation);
  }
}
