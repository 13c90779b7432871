import { Command } from 'commander';
import { configFor, type CommonOptions } from '../config.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .description('start the server; the environment configures it')
    .action(async (_options, command: Command) => {
      await serve(command.optsWithGlobals<CommonOptions>());
    });
}

async function serve(options: CommonOptions): Promise<void> {
  // Only this command needs the server, which takes longer to load than the others to run.
  const { startServer } = await import('../../../server/src/server.ts');
  const server = await startServer(configFor(options));
  const stop = (): void => {
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`);
        process.exit(1);
      },
    );
  };
  // A second signal means: now.
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
