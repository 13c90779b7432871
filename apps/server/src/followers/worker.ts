import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import {
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  SystemTimer,
} from '#adapters';
import { ProjectionFollower } from '#application';
import { follow, Pace, SnapshotFollower, type Follower } from '#eventsourcing';
import { anyAggregateOf, catalogTenantOf, foldingTerms } from '#ledger';
import { policiesByTenant } from '../tenant-policies.ts';
import type { FollowerMessage, FollowersOrder, FollowersSetup } from './messages.ts';
import { yieldToCommands } from '../yield-to-commands.ts';

// Followers have a thread of their own, so that folding and storing never delay an answer.

const setup = workerData as FollowersSetup;
const port = parentPort;
if (port === null) throw new Error('this is a worker thread');

yieldToCommands();

const tell = (message: FollowerMessage): void => port.postMessage(message);

const events = await EmbeddedEventStore.open(setup.eventStore, { readOnly: true });
const readModels = await EmbeddedReadModelStore.open(setup.readModelStore);
const snapshots = await EmbeddedSnapshotStore.open(setup.eventStore);
const timer = new SystemTimer();
const stop = new AbortController();
const terms = foldingTerms(policiesByTenant(setup.tenantPolicies));

/** Tells whose rate cards changed, so that prices are read again wherever they were published. */
class CatalogWatch extends ProjectionFollower {
  override async handle(
    batch: Parameters<ProjectionFollower['handle']>[0],
  ): Promise<void | 'START_AGAIN'> {
    const outcome = await super.handle(batch);
    for (const { stream } of batch) {
      const tenantId = catalogTenantOf(stream);
      if (tenantId !== undefined) tell({ kind: 'CATALOG', tenantId });
    }
    return outcome;
  }
}

const news = {
  moved: (follower: string, position: bigint): void => tell({ kind: 'MOVED', follower, position }),
  failed: (follower: string, error: unknown, retryAfterMs: number): void => {
    const { name, message } = error as Error;
    tell({ kind: 'FAILED', follower, error: `${name}: ${message}`, retryAfterMs });
  },
};

// At most twenty batches a second: many small ones would cost the commands more than they are worth.
const REST_MS = 50;

const paces: Pace[] = [];

function run(follower: Follower): Promise<void> {
  const { signal } = stop;
  const pace = new Pace(timer, REST_MS, signal);
  paces.push(pace);
  return follow(follower, { events, timer, news, signal, pace });
}

port.on('message', (order: FollowersOrder) => {
  if (order.kind === 'STOP') stop.abort();
  else for (const pace of paces) pace.hurryTo(order.position);
});

await Promise.all([
  run(new CatalogWatch(events, readModels)),
  run(
    new SnapshotFollower(
      {
        events,
        snapshots,
        rest: nextTurn,
        cut: ({ stream, message }) => tell({ kind: 'CUT', stream, message }),
      },
      (stream) => anyAggregateOf(stream, terms),
      setup.snapshotEvery,
    ),
  ),
]);
await Promise.all([events.close(), readModels.close(), snapshots.close()]);
port.close();
