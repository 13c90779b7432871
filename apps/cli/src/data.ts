import { existsSync, readFileSync } from 'node:fs';
import { SystemClock } from '#adapters';
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
import {
  clockFileOf,
  isThere,
  openEventStore,
  openReadModelStore,
  openSnapshotStore,
} from '../../server/src/engines.ts';

/** The log of a data directory, which must be there. Nothing is written. */
export async function openLog(config: Config): Promise<EventStore> {
  requireLedger(config);
  return openEventStore(config, { readOnly: true });
}

/** Fails where there is no log. */
export function requireLedger(config: Config): void {
  if (!isThere('events', config))
    throw new Error(`There is no ledger in ${config.eventStore}: name its directory with --data.`);
}

/** The read models of a data directory, or `null` where this build has none yet. Nothing is written. */
export async function openReadModels(config: Config): Promise<ReadModelStore | null> {
  if (!isThere('readModels', config)) return null;
  const store = await openReadModelStore(config, { readOnly: true });
  if (await areCurrent(store)) return store;
  await store.close();
  return null;
}

/** The snapshots of a data directory, or `null` where there are none yet. Nothing is written. */
export async function openSnapshots(config: Config): Promise<SnapshotStore | null> {
  return isThere('snapshots', config) ? openSnapshotStore(config, { readOnly: true }) : null;
}

/**
 * What time it is for the ledger in a data directory. A clock that is set by hand keeps its time
 * there, which only the server writes; it does not count once history has gone past it.
 */
export async function nowIn(config: Config, events: EventStore): Promise<Instant> {
  const { clock, production } = config;
  const file = clockFileOf(config);
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
