import { Command } from 'commander';
import { policiesByTenant, readTenantPolicies } from '../../../server/src/tenant-policies.ts';
import { catalogStream, walletStream } from '#ledger';
import { configFor, type CommonOptions } from '../config.ts';
import { noWallet, openLog, openReadModels, openSnapshots } from '../data.ts';
import { printVerdict } from '../output/verdict.ts';
import { progressOf } from '../output/progress.ts';
import { Audit, type AuditedStreams } from '../audit.ts';

interface Which {
  readonly tenantId: string | undefined;
  readonly walletId: string | undefined;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('verify chains, ids, times, balances and invariants, and compare the read models')
    .argument('[tenant]', 'only the streams of this tenant')
    .argument('[wallet]', 'only this wallet')
    .action(async (...given: [string | undefined, string | undefined, unknown, Command]) => {
      const [tenantId, walletId, , command] = given;
      await verify({ tenantId, walletId }, command.optsWithGlobals<CommonOptions>());
    });
}

async function verify(which: Which, options: CommonOptions): Promise<void> {
  const config = configFor(options);
  const events = await openLog(config);
  const readModels = await openReadModels(config);
  const snapshots = await openSnapshots(config);
  const tenantPolicies = policiesByTenant(readTenantPolicies(config.tenantPolicies));
  const isAll = which.tenantId === undefined;
  const progress = progressOf('Verifying', isAll ? Number(await events.head()) : 0);
  const audit = new Audit({ events, readModels, snapshots, tenantPolicies }, (count) =>
    progress.advance(count),
  );
  try {
    await audit.run(streamsOf(which));
  } finally {
    progress.stop();
    await Promise.all([events.close(), readModels?.close(), snapshots?.close()]);
  }
  const verdict = audit.verdict();
  const { tenantId, walletId } = which;
  if (tenantId !== undefined && verdict.streams === 0)
    throw new Error(
      walletId === undefined
        ? `There is nothing of a tenant ${tenantId}.`
        : noWallet(tenantId, walletId),
    );
  printVerdict(verdict, options.json === true);
  if (!verdict.ok) process.exitCode = 1;
}

function streamsOf({ tenantId, walletId }: Which): AuditedStreams {
  if (tenantId === undefined) return 'ALL';
  if (walletId !== undefined) return { only: walletStream(tenantId, walletId) };
  const wallets = walletStream(tenantId, '');
  return { which: (stream) => stream === catalogStream(tenantId) || stream.startsWith(wallets) };
}
