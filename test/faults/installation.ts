import { setImmediate as nextTurn } from 'node:timers/promises';
import { EmbeddedEventStore, EmbeddedSnapshotStore, EmbeddedTextKeyStore } from '#adapters';
import {
  SnapshotFollower,
  type Actor,
  type AnyAggregate,
  type Clock,
  type EventStore,
  type Instant,
  type RecordedEvent,
} from '#eventsourcing';
import {
  anyAggregateOf,
  DEFAULT_POLICIES,
  foldingTerms,
  walletStream,
  type WalletCommand,
} from '#ledger';
import type { WalletDone } from '../../libs/application/src/commands.ts';
import { Ledger } from '../../libs/application/src/ledger.ts';

export const TENANT = 'acme';
export const START = '2026-03-01T09:00:00.000000000Z' as Instant;

const ADMIN: Actor = { type: 'ADMIN', id: 'eve' };
const READ_MAX = 1_000_000;

/** A clock that tests set, also backwards. */
export class TestClock implements Clock {
  at = START;

  now(): Instant {
    return this.at;
  }

  goTo(instant: string): void {
    this.at = Temporal.Instant.from(instant).toString({ fractionalSecondDigits: 9 }) as Instant;
  }

  advance(duration: string): void {
    this.goTo(Temporal.Instant.from(this.at).add(Temporal.Duration.from(duration)).toString());
  }
}

/** Waiting takes no time, and is told. */
class TestTimer {
  readonly slept: number[] = [];

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    await nextTurn();
  }
}

// The same each time, so that a text is sealed to the same bytes by a dry run and by what follows.
const SAME_BYTES = { bytes: (count: number) => new Uint8Array(count).fill(7) };

let opened = 0;

export interface Setup {
  readonly clock?: Clock;
  readonly writersMax?: number;
  readonly snapshotEvery?: number;
  /** Puts something between the ledger and its log. */
  readonly before?: (store: EventStore) => EventStore;
}

export interface Manner {
  readonly walletId?: string;
  readonly key?: string;
  readonly dryRun?: boolean;
}

/** A ledger on embedded engines in a directory, as one process has it. */
export class Installation {
  ledger: Ledger;
  readonly #newLedger: () => Ledger;
  readonly events: EmbeddedEventStore;
  readonly snapshots: EmbeddedSnapshotStore;
  readonly timer = new TestTimer();
  readonly #clock: Clock;
  readonly #textKeys: EmbeddedTextKeyStore;
  readonly #follower: SnapshotFollower;
  readonly #name: string;
  #keys = 0;

  private constructor(
    engines: Pick<Installation, 'events' | 'snapshots'> & {
      readonly textKeys: EmbeddedTextKeyStore;
    },
    { clock = new TestClock(), writersMax = 100, snapshotEvery = 10, before }: Setup,
  ) {
    const { events, snapshots, textKeys } = engines;
    opened += 1;
    this.#name = `installation-${opened}`;
    this.events = events;
    this.snapshots = snapshots;
    this.#clock = clock;
    this.#textKeys = textKeys;
    const ports = {
      events: before?.(events) ?? events,
      snapshots,
      textKeys,
      randomness: SAME_BYTES,
      clock,
      timer: this.timer,
    };
    this.#newLedger = () =>
      new Ledger(ports, {
        tenantPolicies: () => DEFAULT_POLICIES,
        writersMax,
        rememberedMax: 1_000_000,
      });
    this.ledger = this.#newLedger();
    this.#follower = new SnapshotFollower({ events, snapshots }, folding, snapshotEvery);
  }

  static async open(directory: string, setup: Setup = {}): Promise<Installation> {
    const events = await EmbeddedEventStore.open(directory);
    const snapshots = await EmbeddedSnapshotStore.open(directory);
    const textKeys = EmbeddedTextKeyStore.open(directory, SAME_BYTES);
    return new Installation({ events, snapshots, textKeys }, setup);
  }

  /** Asks a wallet, under a key of its own unless one is given. */
  submit(command: WalletCommand, { walletId = 'w', key, dryRun = false }: Manner = {}) {
    this.#keys += 1;
    return this.ledger.submitToWallet(walletId, command, {
      tenantId: TENANT,
      actor: ADMIN,
      idempotencyKey: key ?? `${this.#name}-${this.#keys}`,
      dryRun,
    });
  }

  /** All events of a wallet. */
  history(walletId = 'w'): Promise<readonly RecordedEvent[]> {
    return this.events.readStream(walletStream(TENANT, walletId), 1, READ_MAX);
  }

  async revision(walletId: string): Promise<number> {
    return (await this.ledger.viewWallet(TENANT, walletId)).revision;
  }

  now(): Instant {
    return this.#clock.now();
  }

  async view(walletId = 'w') {
    return (await this.ledger.viewWallet(TENANT, walletId)).state;
  }

  /** What the snapshot follower does on its own with what it has not seen. */
  async snapshot(): Promise<void> {
    for (;;) {
      const events = await this.events.readAll(await this.#follower.checkpoint(), 1000);
      if (events.length === 0) return;
      await this.#follower.handle(events);
    }
  }

  /** Loses what the ledger has in memory. */
  forget(): void {
    this.ledger = this.#newLedger();
  }

  /** Ends as a killed process does: whatever was in memory is gone. */
  async close(): Promise<void> {
    await this.events.close();
    await this.snapshots.close();
    this.#textKeys.close();
  }
}

const terms = foldingTerms(() => DEFAULT_POLICIES);

/** The aggregate of a stream, for folding only. */
export const folding = (stream: string): AnyAggregate | undefined => anyAggregateOf(stream, terms);

/** The code of the refusal that a promise ends in, or the message of another error. */
export async function refusalOf(answer: Promise<WalletDone>): Promise<string> {
  try {
    await answer;
    return 'accepted';
  } catch (error) {
    const { reason, name } = error as { readonly reason?: { readonly code: string }; name: string };
    return reason?.code ?? name;
  }
}
