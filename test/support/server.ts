import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

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

const serverFile = 'dist/apps/server/src/main.js';

/** Starts a server with a manual clock; answers once it listens. */
export async function startServer(terms: ServerTerms): Promise<RunningServer> {
  const { data, readModels = data, clockFrom, ticker } = terms;
  const child = spawn(process.execPath, ['--enable-source-maps', serverFile], {
    env: {
      ...process.env,
      LISTEN: '127.0.0.1:0',
      EVENT_STORE: `embedded:${data}`,
      READ_MODEL_STORE: `embedded:${readModels}`,
      CLOCK: 'manual',
      CLOCK_FROM: clockFrom,
      TICKER: ticker ? 'on' : 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { address: await addressOf(child), data, stop: () => stop(child) };
}

const SAID_MAX = 40;

/** The address that the server logs; it fails with what the server said if it ends before. */
async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((found, failed) => {
    const hear = (line: string): void => {
      const address = /"address":"([^"]+)"/.exec(line)?.[1];
      if (address !== undefined && line.includes('"msg":"listening"')) found(address);
      said.push(line);
      if (said.length > SAID_MAX) said.shift();
    };
    for (const output of [child.stdout, child.stderr])
      if (output !== null) createInterface({ input: output }).on('line', hear);
    child.once('error', failed);
    child.once('exit', (code) =>
      failed(new Error(`the server ended (${code}):\n${said.join('\n')}`)),
    );
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
