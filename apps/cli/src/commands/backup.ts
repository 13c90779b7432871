import { resolve } from 'node:path';
import { backUp } from '#adapters';
import { Command } from 'commander';
import { configFor, type CommonOptions } from '../config.ts';
import { requireLedger } from '../data.ts';
import { print, printJson } from '../output/print.ts';

interface BackupOptions extends CommonOptions {
  readonly keys?: string | undefined;
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy the data to another directory, also while a server writes')
    .argument('<directory>', 'where to; it must be empty, or not be there')
    .option('--keys <directory>', 'put the keys of texts there, so that they can be kept apart')
    .action((directory: string, _options, command: Command) => {
      backup(resolve(directory), command.optsWithGlobals<BackupOptions>());
    });
}

function backup(to: string, options: BackupOptions): void {
  const config = configFor(options);
  requireLedger(config);
  const copies = backUp(config, {
    eventStore: to,
    readModelStore: to,
    snapshotStore: to,
    textKeyStore: options.keys === undefined ? to : resolve(options.keys),
    clockStore: to,
  });
  if (options.json === true) return printJson({ copies });
  for (const copy of copies) print(copy);
  print(`Verify the copy: credits verify --data ${to}`);
}
