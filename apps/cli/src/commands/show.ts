import { Command } from 'commander';
import { policiesByTenant, readTenantPolicies } from '../../../server/src/tenant-policies.ts';
import { Refusal } from '#ledger';
import {
  getBalance,
  getWallet,
  listLots,
  listMembers,
  listRequests,
  listTransactions,
} from '#read-models';
import { configFor, type CommonOptions } from '../config.ts';
import { noWallet, nowIn, openLog, openReadModels } from '../data.ts';
import { printJson } from '../output/print.ts';
import { rowCount, ROWS_MAX } from './row-count.ts';
import { showWalletsCommand } from './show-wallets.ts';
import { printWallet, walletJson, type ShownWallet } from '../output/wallet.ts';

interface ShowOptions extends CommonOptions {
  readonly last: number;
}

const LAST = 10;

export function showCommand(): Command {
  return new Command('show')
    .description('show what is in the ledger')
    .addCommand(showWalletsCommand())
    .addCommand(
      new Command('wallet')
        .description('show the terms, balance, lots, members, requests and history of a wallet')
        .argument('<tenant>')
        .argument('<wallet>')
        .option('--last <count>', 'how many rows of the history', rowCount, LAST)
        .action(async (tenantId: string, walletId: string, _options, command: Command) => {
          await show({ tenantId, walletId }, command.optsWithGlobals<ShowOptions>());
        }),
    );
}

interface ShownWalletQuery {
  readonly tenantId: string;
  readonly walletId: string;
}

async function show(query: ShownWalletQuery, options: ShowOptions): Promise<void> {
  const wallet = await readWallet(query, options);
  if (options.json === true) printJson(walletJson(wallet), (_key, value) => value);
  else printWallet(wallet);
}

async function readWallet(query: ShownWalletQuery, options: ShowOptions): Promise<ShownWallet> {
  const config = configFor(options);
  const events = await openLog(config);
  const store = await openReadModels(config);
  try {
    if (store === null) throw new Error('There are no read models yet: make them with rebuild.');
    const now = await nowIn(config, events);
    const tenantPolicies = policiesByTenant(readTenantPolicies(config.tenantPolicies))(
      query.tenantId,
    );
    const asked = { now, tenantPolicies };
    const rows = { ...query, pageSize: ROWS_MAX };
    const logHead = await events.head();
    return await store.atOneMoment(async (reads) => {
      const { wallet, asOf } = await getWallet(reads, query, tenantPolicies);
      return {
        ...query,
        wallet,
        now,
        asOf,
        logHead,
        balance: await getBalance(reads, query, asked),
        lots: await listLots(reads, rows, asked),
        members: await listMembers(reads, { ...rows, includeRemoved: false }, asked),
        requests: await listRequests(reads, { ...rows, status: 'PENDING' }, asked),
        transactions: await listTransactions(reads, { ...query, pageSize: options.last }, asked),
      };
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(noWallet(query.tenantId, query.walletId), { cause: error });
  } finally {
    await Promise.all([events.close(), store?.close()]);
  }
}
