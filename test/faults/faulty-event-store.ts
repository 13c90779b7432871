import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  OutcomeUnknown,
  StoreRefused,
  VersionConflict,
  type Appended,
  type EventStore,
} from '#eventsourcing';

type Append = Parameters<EventStore['append']>;

const LATE_TURNS = 20;

const reset = () => new OutcomeUnknown('the connection was reset');
const silence = () => new OutcomeUnknown('nothing was heard in time');

/** An append on its way to the real store, and the conflict that it may be said to have met. */
interface Sent {
  readonly store: () => Promise<Appended>;
  readonly storeLater: () => void;
  readonly conflict: VersionConflict;
}

/** What a store may do to an append. */
const faults = {
  NONE: ({ store }) => store(),
  async ANSWERS_LATE({ store }) {
    const appended = await store();
    await turns(LATE_TURNS);
    return appended;
  },
  async LOST() {
    throw reset();
  },
  async LOST_SILENTLY() {
    await turns(LATE_TURNS);
    throw silence();
  },
  async ERRS_AFTER_STORING({ store }) {
    await store();
    throw reset();
  },
  async SILENT_AFTER_STORING({ store }) {
    await store();
    await turns(LATE_TURNS);
    throw silence();
  },
  async STORES_AFTER_ERRING({ storeLater }) {
    storeLater();
    throw reset();
  },
  async STORES_TWICE({ store }) {
    await store();
    return store();
  },
  async REFUSES() {
    throw new StoreRefused('the disk is full');
  },
  async CONFLICTS_WRONGLY({ conflict }) {
    throw conflict;
  },
  async CONFLICTS_AFTER_STORING({ store, conflict }) {
    await store();
    throw conflict;
  },
} satisfies Record<string, (sent: Sent) => Promise<Appended>>;

export type Fault = keyof typeof faults;

export const FAULTS = Object.keys(faults) as readonly Fault[];

/** A store that does what it is told to each append in turn, over and over, until it is mended. */
export class FaultyEventStore implements EventStore {
  readonly #store: EventStore;
  readonly #faults: readonly Fault[];
  readonly #late: Promise<unknown>[] = [];
  #appends = 0;
  isMended = false;

  constructor(store: EventStore, faults: readonly Fault[]) {
    this.#store = store;
    this.#faults = faults;
  }

  append(...append: Append): Promise<Appended> {
    const fault = this.#faults[this.#appends % this.#faults.length] ?? 'NONE';
    this.#appends += 1;
    const store = () => this.#store.append(...append);
    if (this.isMended) return store();
    const [stream, expected] = append;
    return faults[fault]({
      store,
      storeLater: () => this.#late.push(turns(LATE_TURNS).then(store)),
      conflict: new VersionConflict(stream, expected, expected + 1),
    });
  }

  /** No more faults, and whatever was on its way is there. */
  async mend(): Promise<void> {
    this.isMended = true;
    await Promise.allSettled(this.#late);
  }

  readStream(...asked: Parameters<EventStore['readStream']>) {
    return this.#store.readStream(...asked);
  }

  readAll(...asked: Parameters<EventStore['readAll']>) {
    return this.#store.readAll(...asked);
  }

  head() {
    return this.#store.head();
  }

  follow(...asked: Parameters<EventStore['follow']>) {
    return this.#store.follow(...asked);
  }

  close() {
    return this.#store.close();
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}
