import { CannotStart } from './cannot-start.ts';
import { configOf } from './config.ts';

// A second signal means: now.
const END_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

try {
  const config = configOf();
  // What the environment says is looked at before anything that takes long to load.
  const { startServer } = await import('./server.ts');
  const server = await startServer(config);
  for (const signal of END_SIGNALS)
    process.once(signal, () => {
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
} catch (error) {
  fail(error);
}

// Whoever started it can mend what it cannot start for; anything else is a bug, and where counts.
function fail(error: unknown): never {
  const { message, stack } = error as Error;
  process.stderr.write(`${error instanceof CannotStart ? message : (stack ?? message)}\n`);
  process.exit(1);
}
