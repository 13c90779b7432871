import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client, credentials } from '@grpc/grpc-js';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  AuditServiceService,
  GetBalanceRequest,
  GrantCreditsRequest,
  ListTransactionsRequest,
  OpenWalletRequest,
  ReadStreamRequest,
  ReportServiceService,
  WalletServiceService,
} from '#contracts';
import { temporaryDirectory } from '#testing';
import { LedgerClient } from '../support/client.ts';
import { ServerProcess } from '../support/server-process.ts';

jest.setTimeout(120_000);

const { openWallet, grantCredits } = WalletServiceService;

describe('a wallet whose history was cut', () => {
  const data = temporaryDirectory();
  let server: ServerProcess | undefined;
  let client: LedgerClient | undefined;

  const start = async (): Promise<LedgerClient> => {
    const stores = { EVENT_STORE: `embedded:${data}`, READ_MODEL_STORE: `embedded:${data}` };
    server = await ServerProcess.start({ ...stores, SNAPSHOT_EVERY: '1' });
    client = new LedgerClient({ address: server.address, data });
    return client;
  };

  afterEach(async () => {
    client?.close();
    await server?.kill();
  });

  test('is refused and makes the server not ready; the others go on, also their snapshots', async () => {
    const before = await start();
    await before.ask(openWallet, opening('whole'), 'operator');
    const opened = await before.ask(openWallet, opening('cut'), 'operator');
    const position = opened.receipt?.position ?? '';
    await untilSnapshotOf('cut');
    await server?.terminate();
    before.close();
    inSnapshots(data, (snapshots) =>
      snapshots.exec(`UPDATE snapshots SET revision = 7 WHERE stream = 'wallet-acme.cut'`),
    );

    const after = await start();
    expect(await healthOf(server?.address ?? '')).toBe(SERVING);
    const lost = { code: DATA_LOSS };
    await expect(after.ask(grantCredits, grant('cut'), 'finance')).rejects.toMatchObject(lost);
    const { getBalance, listTransactions } = ReportServiceService;
    const asked = { walletId: 'cut', atLeastPosition: position };
    const balance = after.ask(getBalance, GetBalanceRequest.create(asked), 'finance');
    await expect(balance).rejects.toMatchObject(lost);
    const rows = after.ask(listTransactions, ListTransactionsRequest.create(asked), 'finance');
    await expect(rows).rejects.toMatchObject(lost);
    await until(async () => (await healthOf(server?.address ?? '')) === NOT_SERVING);

    await after.ask(grantCredits, grant('whole'), 'finance');
    await untilSnapshotOf('whole', 2);
    const { events } = await after.ask(
      AuditServiceService.readStream,
      ReadStreamRequest.create({ walletId: 'cut', pageSize: 10 }),
      'auditor',
    );
    expect(events).toHaveLength(1);
  });

  const untilSnapshotOf = (walletId: string, revision = 1): Promise<void> =>
    until(async () => {
      const row = inSnapshots(data, (snapshots) =>
        snapshots
          .prepare('SELECT revision FROM snapshots WHERE stream = ?')
          .get(`wallet-acme.${walletId}`),
      );
      return Number(row?.['revision'] ?? 0) >= revision;
    });
});

const DATA_LOSS = 15;
const SERVING = 1;
const NOT_SERVING = 2;

const opening = (walletId: string) =>
  OpenWalletRequest.create({
    walletId,
    owner: { type: 'OWNER_TYPE_ORGANISATION', id: 'org' },
    unit: { code: 'CREDIT', scale: 2 },
    currency: 'EUR',
    timeZone: 'UTC',
    idempotencyKey: `open-${walletId}`,
  });

const grant = (walletId: string) =>
  GrantCreditsRequest.create({
    walletId,
    grantId: 'g',
    kind: 'LOT_KIND_ADMIN_GRANT',
    amount: '1',
    end: { end: { $case: 'never', value: true } },
    idempotencyKey: `grant-${walletId}`,
  });

function inSnapshots<Result>(directory: string, work: (snapshots: DatabaseSync) => Result): Result {
  const snapshots = new DatabaseSync(join(directory, 'snapshots.sqlite'), { timeout: 5_000 });
  try {
    return work(snapshots);
  } finally {
    snapshots.close();
  }
}

// No test waits for real time; this one looks until another process has done its work.
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const lateAt = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > lateAt) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function healthOf(address: string): Promise<number> {
  const client = new Client(address, credentials.createInsecure());
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      () => Buffer.alloc(0),
      // One field: 1, a varint.
      (bytes: Buffer) => bytes[1] ?? 0,
      {},
      (error, status) => {
        client.close();
        if (error) reject(error);
        else resolve(status ?? 0);
      },
    );
  });
}
