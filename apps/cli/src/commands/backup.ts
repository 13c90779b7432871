import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backUp, DATA_FILES } from '#adapters';
import { Command } from 'commander';
import { configFor, type CommonOptions } from '../config.ts';
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
  const { eventStore, readModelStore } = configFor(options);
  if (!existsSync(join(eventStore, DATA_FILES.events)))
    throw new Error(`There is no ledger in ${eventStore}: name its directory with --data.`);
  const copies = backUp(
    { eventStore, readModelStore, textKeys: eventStore },
    {
      eventStore: to,
      readModelStore: to,
      textKeys: options.keys === undefined ? to : resolve(options.keys),
    },
  );
  if (options.json === true) return printJson({ copies });
  for (const copy of copies) print(copy);
  print(`Verify the copy: credits verify --data ${to}`);
}
