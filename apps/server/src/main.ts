import { configOf } from './config.ts';
import { startServer } from './server.ts';

// A second signal means: now.
const END_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

try {
  const server = await startServer(configOf());
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

function fail(error: unknown): never {
  const { name, message, stack } = error as Error;
  process.stderr.write(`${name === 'Error' ? (stack ?? message) : `${name}: ${message}`}\n`);
  process.exit(1);
}
