import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  GetBalanceRequest,
  GrantCreditsRequest,
  OpenWalletRequest,
  ReportServiceService,
  WalletServiceService,
} from '#contracts';
import { temporaryDirectory } from '#testing';
import { LedgerClient } from '../support/client.ts';
import { ServerProcess } from '../support/server-process.ts';

jest.setTimeout(180_000);

const { openWallet, grantCredits } = WalletServiceService;
const { getBalance } = ReportServiceService;
const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

const credits = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
    cwd: root,
  });
  return stdout;
};

describe('a backup that is taken while the server writes', () => {
  const directory = temporaryDirectory();
  const live = join(directory, 'live');
  const servers: ServerProcess[] = [];
  const clients: LedgerClient[] = [];

  const start = async (data: string): Promise<LedgerClient> => {
    const stores = { EVENT_STORE: `embedded:${data}`, READ_MODEL_STORE: `embedded:${data}` };
    const server = await ServerProcess.start({ ...stores, SNAPSHOT_EVERY: '5' });
    servers.push(server);
    // Tokens of the first server: the development key is no part of a backup.
    const client = new LedgerClient({ address: server.address, data });
    clients.push(client);
    return client;
  };

  afterEach(async () => {
    for (const client of clients) client.close();
    for (const server of servers) await server.kill();
  });

  test('has all that was acknowledged before it, verifies, and is gone on from', async () => {
    const client = await start(live);
    await client.ask(openWallet, opening, 'operator');
    let acknowledged = 0;
    const write = async (): Promise<void> => {
      await client.ask(grantCredits, grant(acknowledged + 1), 'finance');
      acknowledged += 1;
    };
    const copies: { readonly to: string; readonly atLeast: number }[] = [];
    for (const name of ['first', 'second']) {
      for (let count = 0; count < 20; count += 1) await write();
      const to = join(directory, name);
      copies.push({ to, atLeast: acknowledged });
      const over = new AbortController();
      const backup = credits('--data', live, 'backup', to, '--keys', `${to}-keys`).finally(() =>
        over.abort(),
      );
      while (!over.signal.aborted) await write();
      await backup;
    }

    for (const { to, atLeast } of copies) {
      expect(statSync(to).mode & 0o777).toBe(0o700);
      for (const name of ['events', 'snapshots', 'read-models'])
        expect(statSync(join(to, `${name}.sqlite`)).mode & 0o777).toBe(0o600);
      await run('mv', [join(`${to}-keys`, 'keys.sqlite'), to]);
      expect(await credits('--data', to, 'verify')).toContain('verified\n');
      const restored = await start(to);
      const position = await restored.ask(grantCredits, grant(atLeast), 'finance');
      expect(position.receipt?.replayed).toBe(true);
      const further = await restored.ask(grantCredits, grant(1_000_000), 'finance');
      const fresh = GetBalanceRequest.create({
        walletId: 'w',
        atLeastPosition: further.receipt?.position ?? '',
      });
      const { available } = await restored.ask(getBalance, fresh, 'admin');
      expect(Number(available)).toBeGreaterThan(atLeast);
    }
  });

  test('goes nowhere but to an empty directory', async () => {
    await expect(credits('--data', live, 'backup', live)).rejects.toMatchObject({
      code: 1,
      stderr: `${live} is not empty\n`,
    });
  });
});

const opening = OpenWalletRequest.create({
  walletId: 'w',
  owner: { type: 'OWNER_TYPE_ORGANISATION', id: 'org' },
  unit: { code: 'CREDIT', scale: 0 },
  currency: 'EUR',
  timeZone: 'UTC',
  idempotencyKey: 'open',
});

const grant = (number: number) =>
  GrantCreditsRequest.create({
    walletId: 'w',
    grantId: `g${number}`,
    kind: 'LOT_KIND_ADMIN_GRANT',
    amount: '1',
    end: { end: { $case: 'never', value: true } },
    reason: `the ${number}th`,
    idempotencyKey: `g${number}`,
  });
