import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { backupCommand } from './commands/backup.ts';
import { eraseCommand } from './commands/erase.ts';
import { exportCommand } from './commands/export.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { tokenCommand } from './commands/token.ts';
import { verifyCommand } from './commands/verify.ts';

// Beside `dist`, where the image and the checkout have it.
const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
) as { readonly version: string };

/** The command line: each command works on a data directory, also while a server runs on it. */
export function program(): Command {
  const credits = new Command('credits')
    .description('A ledger for prepaid credits.')
    .version(VERSION, '--version', 'print the version')
    .option('--data <directory>', 'the data directory (default: EVENT_STORE, else ./data)')
    .option('--json', 'print JSON for machines instead of tables');
  const commands = [
    serveCommand(),
    tokenCommand(),
    showCommand(),
    verifyCommand(),
    rebuildCommand(),
    exportCommand(),
    eraseCommand(),
    backupCommand(),
  ];
  for (const command of commands) credits.addCommand(command);
  return throwing(credits);
}

// Errors and help end in one place, which knows the exit codes.
function throwing(command: Command): Command {
  command.exitOverride().showHelpAfterError('(--help shows how it is used)');
  for (const each of command.commands) throwing(each);
  return command;
}
