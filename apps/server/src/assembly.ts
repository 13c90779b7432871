import { join } from 'node:path';
import {
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  EmbeddedTextKeyStore,
  ManualClock,
  SystemClock,
  SystemRandomness,
  SystemTimer,
  SystemTurns,
} from '#adapters';
import { DeadlineTicker, Freshness, Ledger, type ReadingPorts } from '#application';
import {
  HistoryCut,
  type EventStore,
  type ReadModelStore,
  type SnapshotStore,
} from '#eventsourcing';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { Followers } from './followers/followers.ts';
import type { MovableClock } from './grpc/controllers/clock-controller.ts';
import { policiesByTenant } from './tenant-policies.ts';

/** Everything that runs behind the transports, opened and started. */
export interface Assembly {
  readonly ports: ReadingPorts;
  /** Only where the clock is moved by hand. */
  readonly movableClock: MovableClock | null;
  readonly followers: Followers;
  close(): Promise<void>;
}

/** Opens the engines and starts what follows the log. Refuses to start on a log that was cut. */
export async function assemble(config: Config, log: Logger): Promise<Assembly> {
  const events = await EmbeddedEventStore.open(config.eventStore);
  // Opened for writing once, so that the files are there before anyone only reads them.
  const writable = await EmbeddedReadModelStore.open(config.readModelStore);
  const snapshots = await EmbeddedSnapshotStore.open(config.eventStore);
  await requireWholeHistory(events, { readModels: writable, snapshots });
  await writable.close();
  const readModels = await EmbeddedReadModelStore.open(config.readModelStore, { readOnly: true });
  const randomness = new SystemRandomness();
  const textKeys = EmbeddedTextKeyStore.open(config.eventStore, randomness);
  const timer = new SystemTimer();
  const manualClock =
    config.clock === 'SYSTEM'
      ? null
      : ManualClock.open(join(config.eventStore, 'clock'), config.clock.manualFrom);
  const clock = manualClock ?? new SystemClock();
  const tenantPolicies = policiesByTenant(config.tenantPolicies);
  const ledger = new Ledger(
    { events, snapshots, textKeys, randomness, clock, timer, turns: new SystemTurns() },
    {
      tenantPolicies,
      writersMax: config.writersMax,
      rememberedMax: config.rememberedMax,
    },
  );
  const freshness: Freshness = new Freshness((position) => followers.hurryTo(position));
  const followers = new Followers(config, {
    moved: (follower, position) => {
      if (follower === 'projections') freshness.moved(position);
    },
    failed: (follower, error, retryAfterMs) =>
      log.error({ follower, error, retryAfterMs }, 'a follower failed and tries again'),
    catalogChanged: (tenantId) =>
      void ledger.refreshCatalog(tenantId).catch((error: unknown) => {
        log.error({ tenantId, err: error }, 'the rate cards could not be read');
      }),
  });
  const ticker = config.ticker
    ? new DeadlineTicker({ ledger, readModels, events, freshness, clock, timer })
    : null;
  const stopTicker = new AbortController();
  const ticking =
    ticker === null || manualClock !== null
      ? Promise.resolve()
      : ticker.run(stopTicker.signal, (error) => log.error({ err: error }, 'the ticker failed'));
  return {
    ports: { events, snapshots, readModels, freshness, ledger, clock, timer, tenantPolicies },
    movableClock: manualClock === null ? null : movable(manualClock, { ticker, freshness, events }),
    followers,
    async close() {
      stopTicker.abort();
      await ticking;
      await followers.stop();
      await events.close();
      await Promise.all([readModels.close(), snapshots.close()]);
      textKeys.close();
      manualClock?.close();
    },
  };
}

/** A manual clock together with what must have happened before its new time is answered. */
function movable(
  clock: ManualClock,
  {
    ticker,
    freshness,
    events,
  }: {
    readonly ticker: DeadlineTicker | null;
    readonly freshness: Freshness;
    readonly events: EventStore;
  },
): MovableClock {
  return {
    now: () => clock.now(),
    async moveTo(instant) {
      clock.advanceTo(instant);
      await ticker?.bookAllDue();
      const head = await events.head();
      await freshness.reached(head);
      return head;
    },
  };
}

// Whoever has read further than the log goes has seen acknowledged events that are gone.
async function requireWholeHistory(
  events: EventStore,
  readers: { readonly readModels: ReadModelStore; readonly snapshots: SnapshotStore },
): Promise<void> {
  const head = await events.head();
  const checkpoints = [
    ['the read models', await readers.readModels.checkpoint('projections')],
    ['the snapshots', await readers.snapshots.checkpoint()],
  ] as const;
  for (const [reader, checkpoint] of checkpoints)
    if (checkpoint > head)
      throw new HistoryCut(
        `${reader} have read up to ${checkpoint}, but the log ends at ${head}: history was cut`,
      );
}
