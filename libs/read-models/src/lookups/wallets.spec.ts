import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { EmbeddedReadModelStore } from '#adapters';
import type { RecordedEvent } from '#eventsourcing';
import { DEFAULT_POLICIES } from '#ledger';
import { temporaryDirectory, TENANT, WalletHistory } from '#testing';
import { readModelsIn } from '../spec-kit/read-models-in.ts';
import { listWallets } from './wallets.ts';

const directory = temporaryDirectory();
const readModels = readModelsIn((name) => EmbeddedReadModelStore.open(join(directory, name)));

describe('wallets', () => {
  test('of another tenant are neither listed nor found by their name', async () => {
    const theirs = new WalletHistory({ walletId: 'theirs' }).events.map((event): RecordedEvent => ({
      ...event,
      stream: 'wallet-rival.theirs',
      position: event.position + 100n,
    }));
    const ours = new WalletHistory({ walletId: 'ours' });
    const store = await readModels(ours, { events: theirs });
    for (const walletIds of ['*', ['ours', 'theirs']] as const) {
      const query = { tenantId: TENANT, walletIds, pageSize: 10 };
      const { items } = await listWallets(store, query, DEFAULT_POLICIES);
      expect(items.map(({ walletId }) => walletId)).toEqual(['ours']);
    }
  });
});
