import { ServerProcess } from './server-process.ts';

/** A real server in a process of its own. */
export interface RunningServer {
  readonly address: string;
  /** Where its data is. */
  readonly data: string;
  /** Ends it as an operator would, and waits until it has ended. */
  stop(): Promise<void>;
}

export interface ServerTerms {
  /** The directory of its log and its keys. */
  readonly data: string;
  /** The directory of its read models, if not the same. */
  readonly readModels?: string;
  /** Where its manual clock starts, unless it has been moved on already. */
  readonly clockFrom: string;
  /** Whether it books what is due by itself. */
  readonly ticker: boolean;
}

/** Starts a server with a manual clock; answers once it listens. */
export async function startServer(terms: ServerTerms): Promise<RunningServer> {
  const { data, readModels = data, clockFrom, ticker } = terms;
  const server = await ServerProcess.start({
    EVENT_STORE: `embedded:${data}`,
    READ_MODEL_STORE: `embedded:${readModels}`,
    CLOCK: 'manual',
    CLOCK_FROM: clockFrom,
    TICKER: ticker ? 'on' : 'off',
  });
  return {
    address: server.address,
    data,
    async stop() {
      await server.terminate();
    },
  };
}
