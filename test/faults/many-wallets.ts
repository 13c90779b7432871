import fc from 'fast-check';
import {
  chain,
  EMPTY_HEAD,
  type EventMetadata,
  type EventStore,
  type NewEvent,
} from '#eventsourcing';

import { histories } from '#testing';
import type { Chance } from './chance.ts';

/** The events of a wallet that are still to be written. */
interface Wallet {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  written: number;
}

const AT_ONCE_MAX = 12;
const WALLETS_AT_ONCE = 24;

/** A log of many wallets, each with a random history of its own, that grows bit by bit. */
export class ManyWallets {
  readonly count: number;
  readonly #store: EventStore;
  readonly #chance: Chance;
  #unfinished: Wallet[];

  constructor(store: EventStore, chance: Chance, terms: { seed: number; eventsMin: number }) {
    this.#store = store;
    this.#chance = chance;
    this.#unfinished = walletsOf(terms);
    this.count = this.#unfinished.reduce((sum, { events }) => sum + events.length, 0);
  }

  get isWritten(): boolean {
    return this.#unfinished.length === 0;
  }

  /** Writes some events more of some wallets. */
  async grow(): Promise<void> {
    const growing = this.#chance.shuffled(this.#unfinished).slice(0, WALLETS_AT_ONCE);
    const appended = growing.map(async (wallet) => {
      const { stream, events, written } = wallet;
      const more = events.slice(written, written + 1 + this.#chance.below(AT_ONCE_MAX));
      wallet.written += more.length;
      await this.#store.append(stream, written, more);
    });
    await Promise.all(appended);
    this.#unfinished = this.#unfinished.filter(({ events, written }) => written < events.length);
  }
}

function walletsOf({ seed, eventsMin }: { readonly seed: number; readonly eventsMin: number }) {
  const wallets: Wallet[] = [];
  let count = 0;
  for (let batch = 0; count < eventsMin; batch += 1)
    for (const history of fc.sample(histories, { seed: seed + batch, numRuns: 20 })) {
      const stream = `${history.stream}-${wallets.length}`;
      const events = chainedAs(stream, history.events);
      wallets.push({ stream, events, written: 0 });
      count += events.length;
    }
  return wallets;
}

/** The same events as those of a stream of this name. */
function chainedAs(stream: string, events: readonly NewEvent[]): readonly NewEvent[] {
  let head = EMPTY_HEAD;
  return events.map(({ type, data, metadata }) => {
    const { prevHash: _prev, hash: _hash, ...said } = JSON.parse(metadata) as EventMetadata;
    const { eventId: _id, ...about } = said;
    const chained = chain({ stream, head }, { type, data }, about);
    head = chained.head;
    return chained.event;
  });
}
