import { Command } from 'commander';
import { rebuildReadModels } from '#application';
import { openReadModelStore } from '../../../server/src/engines.ts';
import { configFor, type CommonOptions } from '../config.ts';
import { openLog } from '../data.ts';
import { print, printJson } from '../output/print.ts';
import { progressOf } from '../output/progress.ts';

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('make the read models anew beside the live ones, and swap')
    .action(async (_options, command: Command) => {
      await rebuild(command.optsWithGlobals<CommonOptions>());
    });
}

async function rebuild(options: CommonOptions): Promise<void> {
  const config = configFor(options);
  const events = await openLog(config);
  const readModels = await openReadModelStore(config);
  const progress = progressOf('Folding', Number(await events.head()));
  let reached = 0n;
  try {
    await rebuildReadModels(events, readModels, (position) => {
      progress.advance(Number(position - reached));
      reached = position;
    });
  } finally {
    progress.stop();
    await readModels.close();
    await events.close();
  }
  if (options.json === true) printJson({ position: reached });
  else print(`The read models were made anew, up to position ${reached}.`);
}
