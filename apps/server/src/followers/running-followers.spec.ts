import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  SystemTimer,
} from '#adapters';
import { catalogStream } from '#ledger';
import { temporaryDirectory, WalletHistory } from '#testing';
import type { FollowerMessage } from './messages.ts';
import { RunningFollowers } from './running-followers.ts';

const directory = temporaryDirectory();
let events: EmbeddedEventStore;
let readModels: EmbeddedReadModelStore;
let snapshots: EmbeddedSnapshotStore;

beforeAll(async () => {
  events = await EmbeddedEventStore.open(directory);
  readModels = await EmbeddedReadModelStore.open(directory);
  snapshots = await EmbeddedSnapshotStore.open(directory);
});

afterAll(async () => {
  await Promise.all([events.close(), readModels.close(), snapshots.close()]);
});

test('followers fold and snapshot what is stored, tell whose rate cards changed, and end when told to', async () => {
  const told: FollowerMessage[] = [];
  const followers = new RunningFollowers(
    { tenantPolicies: new Map(), snapshotEvery: 1 },
    { events, readModels, snapshots, timer: new SystemTimer(), rest: nextTurn },
    (message) => told.push(message),
  );
  const { events: stored, stream } = new WalletHistory();
  await events.append(stream, 0, stored);
  const card = { version: 1, effectiveFrom: stored[0]?.data, rates: {} };
  const [opening] = stored;
  const published = {
    id: '00000000-0000-8000-8000-000000000001',
    type: 'RateCardPublished',
    data: JSON.stringify(card),
    metadata: opening?.metadata ?? '',
  };
  const { position } = await events.append(catalogStream('acme'), 0, [published]);
  followers.take({ kind: 'HURRY', position });
  const isThere = (): boolean =>
    ['projections', 'snapshots'].every((name) =>
      told.some(
        (news) => news.kind === 'MOVED' && news.follower === name && news.position >= position,
      ),
    );
  while (!isThere()) await nextTurn();
  followers.take({ kind: 'STOP' });
  await followers.ended;
  expect(told).toContainEqual({ kind: 'CATALOG', tenantId: 'acme' });
  expect(await readModels.checkpoint('projections')).toBe(position);
  expect((await snapshots.latest(stream))?.revision).toBe(stored.length);
});
