import { once } from 'node:events';
import { Command } from 'commander';
import { exportStream } from '#application';
import { configFor, type CommonOptions } from '../config.ts';
import { openLog, streamOf } from '../data.ts';

export function exportCommand(): Command {
  return new Command('export')
    .description('print the history of a wallet as lines of JSON, which docs/verify.py verifies')
    .argument('<tenant>')
    .argument('<wallet>')
    .action(async (tenantId: string, walletId: string, _options, command: Command) => {
      await exportWallet({ tenantId, walletId }, command.optsWithGlobals<CommonOptions>());
    });
}

async function exportWallet(
  { tenantId, walletId }: { readonly tenantId: string; readonly walletId: string },
  options: CommonOptions,
): Promise<void> {
  const events = await openLog(configFor(options));
  try {
    const stream = await streamOf(events, tenantId, walletId);
    for await (const line of exportStream(events, stream))
      if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  } finally {
    await events.close();
  }
}
