import { configOf, type Config } from '../../server/src/config.ts';
import { Misuse } from './misuse.ts';

/** What a command line says about every command. */
export interface CommonOptions {
  /** The data directory, instead of what the environment says. */
  readonly data?: string | undefined;
  /** Whether a machine reads what is printed. */
  readonly json?: boolean | undefined;
}

/** The server's configuration, of the data directory that the command line names. */
export function configFor({ data }: CommonOptions): Config {
  try {
    if (data === undefined) return configOf();
    const embedded = `embedded:${data}`;
    return configOf({
      ...process.env,
      EVENT_STORE: embedded,
      READ_MODEL_STORE: embedded,
      SNAPSHOT_STORE: embedded,
      TEXT_KEY_STORE: embedded,
      CLOCK_STORE: embedded,
    });
  } catch (error) {
    throw new Misuse((error as Error).message, { cause: error });
  }
}
