import { ProjectionFollower } from '#application';
import type { EventStore, ReadModelStore, RecordedEvent } from '#eventsourcing';
import type { Chance } from './chance.ts';

class Killed extends Error {}

const BATCH_MAX = 150;
const BACK_MAX = 400;

/**
 * Feeds read models as a process does that is killed again and again: before what it made of a
 * batch is stored, and after that. Batches are told twice, and it goes back to older positions.
 */
export class MortalFeed {
  readonly faults = { killedBefore: 0, killedAfter: 0, toldTwice: 0, wentBack: 0 };
  readonly #events: EventStore;
  readonly #store: ReadModelStore;
  readonly #chance: Chance;
  #follower: ProjectionFollower;

  constructor(events: EventStore, store: ReadModelStore, chance: Chance) {
    this.#events = events;
    this.#store = dyingNowAndThen(store, { chance, faults: this.faults });
    this.#chance = chance;
    this.#follower = this.#born();
  }

  /** Feeds until the log ends. */
  async toHead(): Promise<void> {
    for (;;) {
      const after = await this.#follower.checkpoint();
      const batch = await this.#events.readAll(after, 1 + this.#chance.below(BATCH_MAX));
      if (batch.length === 0) return;
      await this.#tell(batch);
      if (this.#chance.oneIn(4)) {
        this.faults.toldTwice += 1;
        await this.#tell(batch);
      }
      if (this.#chance.oneIn(6)) await this.#goBack();
    }
  }

  // What it is told next follows what it is told here, however much it has read already.
  async #goBack(): Promise<void> {
    const here = await this.#follower.checkpoint();
    const back = BigInt(this.#chance.below(BACK_MAX));
    const batch = await this.#events.readAll(here > back ? here - back : 0n, 50);
    this.faults.wentBack += 1;
    if (batch.length > 0) await this.#tell(batch);
  }

  async #tell(batch: readonly RecordedEvent[]): Promise<void> {
    try {
      await this.#follower.handle(batch);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#follower = this.#born();
    }
  }

  #born(): ProjectionFollower {
    return new ProjectionFollower(this.#events, this.#store, 1);
  }
}

function dyingNowAndThen(
  store: ReadModelStore,
  { chance, faults }: { readonly chance: Chance; readonly faults: MortalFeed['faults'] },
): ReadModelStore {
  return {
    get: (...asked) => store.get(...asked),
    atOneMoment: (work) => store.atOneMoment(work),
    list: (...asked) => store.list(...asked),
    checkpoint: (...asked) => store.checkpoint(...asked),
    activeGeneration: () => store.activeGeneration(),
    activate: (generation) => store.activate(generation),
    close: () => store.close(),
    async commit(...effect) {
      if (chance.oneIn(8)) {
        faults.killedBefore += 1;
        throw new Killed();
      }
      await store.commit(...effect);
      if (chance.oneIn(8)) {
        faults.killedAfter += 1;
        throw new Killed();
      }
    },
  };
}
