import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  SystemClock,
} from '#adapters';
import { areCurrent } from '#application';
import { walletStream } from '#ledger';
import {
  metadataOf,
  type EventStore,
  type Instant,
  type ReadModelStore,
  type SnapshotStore,
} from '#eventsourcing';
import { isInstant } from '#ledger';
import type { Config } from '../../server/src/config.ts';

/** The log of a data directory, which must be there. Nothing is written. */
export async function openLog({ eventStore }: Config): Promise<EventStore> {
  if (!existsSync(join(eventStore, 'events.sqlite')))
    throw new Error(`There is no ledger in ${eventStore}: name its directory with --data.`);
  return EmbeddedEventStore.open(eventStore, { readOnly: true });
}

/** The read models of a data directory, or `null` where this build has none yet. Nothing is written. */
export async function openReadModels({ readModelStore }: Config): Promise<ReadModelStore | null> {
  if (!existsSync(join(readModelStore, 'read-models.sqlite'))) return null;
  const store = await EmbeddedReadModelStore.open(readModelStore, { readOnly: true });
  if (await areCurrent(store)) return store;
  await store.close();
  return null;
}

/** The snapshots of a data directory, or `null` where there are none yet. Nothing is written. */
export async function openSnapshots({ eventStore }: Config): Promise<SnapshotStore | null> {
  if (!existsSync(join(eventStore, 'snapshots.sqlite'))) return null;
  return EmbeddedSnapshotStore.open(eventStore, { readOnly: true });
}

/**
 * What time it is for the ledger in a data directory. A clock that is set by hand keeps its time
 * there, which only the server writes; it does not count once history has gone past it.
 */
export async function nowIn(config: Config, events: EventStore): Promise<Instant> {
  const { clock, eventStore, production } = config;
  const file = join(eventStore, 'clock');
  const kept = !production && existsSync(file) ? readFileSync(file, 'utf8') : '';
  const last = (await events.readAll((await events.head()) - 1n, 1)).at(-1);
  if (isInstant(kept) && (last === undefined || metadataOf(last).recordedAt <= kept)) return kept;
  return clock === 'SYSTEM' ? new SystemClock().now() : clock.manualFrom;
}

/** The stream of a wallet that is there. */
export async function streamOf(
  events: EventStore,
  tenantId: string,
  walletId: string,
): Promise<string> {
  const stream = walletStream(tenantId, walletId);
  const first = await events.readStream(stream, 1, 1);
  if (first.length === 0) throw new Error(noWallet(tenantId, walletId));
  return stream;
}

export const noWallet = (tenantId: string, walletId: string): string =>
  `The tenant ${tenantId} has no wallet ${walletId}.`;
