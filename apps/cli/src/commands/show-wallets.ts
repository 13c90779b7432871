import { Command } from 'commander';
import { BadPageToken, getBalance, listWallets } from '#read-models';
import { policiesByTenant, readTenantPolicies } from '../../../server/src/tenant-policies.ts';
import { configFor, type CommonOptions } from '../config.ts';
import { nowIn, openLog, openReadModels } from '../data.ts';
import { Misuse } from '../misuse.ts';
import { printJson } from '../output/print.ts';
import { printWallets, walletsJson, type ShownWallets } from '../output/wallets.ts';
import { rowCount } from './row-count.ts';

interface ShowWalletsOptions extends CommonOptions {
  readonly first: number;
  readonly after?: string | undefined;
}

const FIRST = 50;

export function showWalletsCommand(): Command {
  return new Command('wallets')
    .description('show the wallets of a tenant with their balances, the newest first')
    .argument('<tenant>')
    .option('--first <count>', 'how many wallets', rowCount, FIRST)
    .option('--after <token>', 'go on behind a page that ended with this')
    .action(async (tenantId: string, _options, command: Command) => {
      await show(tenantId, command.optsWithGlobals<ShowWalletsOptions>());
    });
}

async function show(tenantId: string, options: ShowWalletsOptions): Promise<void> {
  const shown = await readWallets(tenantId, options);
  if (options.json === true) printJson(walletsJson(shown));
  else printWallets(shown);
}

async function readWallets(tenantId: string, options: ShowWalletsOptions): Promise<ShownWallets> {
  const config = configFor(options);
  const events = await openLog(config);
  const store = await openReadModels(config);
  try {
    if (store === null) throw new Error('There are no read models yet: make them with rebuild.');
    const tenantPolicies = policiesByTenant(readTenantPolicies(config.tenantPolicies))(tenantId);
    const asked = { now: await nowIn(config, events), tenantPolicies };
    const page = { tenantId, walletIds: '*', pageSize: options.first } as const;
    return await store.atOneMoment(async (reads) => {
      const { items, nextPageToken, asOf } = await listWallets(
        reads,
        { ...page, pageToken: options.after },
        tenantPolicies,
      );
      const wallets = await Promise.all(
        items.map(async (wallet) => ({
          wallet,
          balance: await getBalance(reads, { tenantId, walletId: wallet.walletId }, asked),
        })),
      );
      return { tenantId, wallets, nextPageToken, asOf };
    });
  } catch (error) {
    if (error instanceof BadPageToken) throw new Misuse(`--after: ${error.message}.`);
    throw error;
  } finally {
    await Promise.all([events.close(), store?.close()]);
  }
}
