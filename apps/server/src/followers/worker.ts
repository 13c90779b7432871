import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { SystemTimer } from '#adapters';
import { openEventStore, openReadModelStore, openSnapshotStore } from '../engines.ts';
import { yieldToCommands } from '../yield-to-commands.ts';
import type { FollowersOrder, FollowersSetup } from './messages.ts';
import { RunningFollowers } from './running-followers.ts';

// Followers have a thread of their own, so that folding and storing never delay an answer.

const setup = workerData as FollowersSetup;
const port = parentPort;
if (port === null) throw new Error('this is a worker thread');

yieldToCommands();

const events = await openEventStore(setup, { readOnly: true });
const readModels = await openReadModelStore(setup);
const snapshots = await openSnapshotStore(setup);
const followers = new RunningFollowers(
  setup,
  { events, readModels, snapshots, timer: new SystemTimer(), rest: nextTurn },
  (message) => port.postMessage(message),
);
port.on('message', (order: FollowersOrder) => followers.take(order));

await followers.ended;
await Promise.all([events.close(), readModels.close(), snapshots.close()]);
port.close();
