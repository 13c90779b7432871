import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** A ledger in a process of its own, with a data directory of its own. */
export interface Server {
  readonly address: string;
  /** Asks the command line tool for a token, as an operator would. */
  token(subject: string, ...roles: readonly string[]): Promise<string>;
  /** Lets the server finish, and removes its data. */
  stop(): Promise<void>;
}

const tenant = 'demo';

const run = promisify(execFile);
const serverFile = 'dist/apps/server/src/main.js';
const toolFile = 'dist/apps/cli/src/main.js';

/** Starts a ledger on embedded engines whose clock stands at an instant until it is moved. */
export async function startServer(clockFrom: string): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'credits-demo-'));
  const child = spawn(process.execPath, ['--enable-source-maps', serverFile], {
    env: {
      ...process.env,
      LISTEN: '127.0.0.1:0',
      EVENT_STORE: `embedded:${data}`,
      READ_MODEL_STORE: `embedded:${data}`,
      CLOCK: 'manual',
      CLOCK_FROM: clockFrom,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const ended = hasEnded ? undefined : once(child, 'exit');
    child.kill();
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  let stopped: Promise<void> | undefined;
  return {
    address: await addressOf(child),
    async token(subject, ...roles) {
      const claims = ['--tenant', tenant, '--subject', subject, '--wallets', '*'];
      const held = roles.flatMap((role) => ['--role', role]);
      const args = [toolFile, 'token', '--data', data, ...claims, ...held];
      const { stdout } = await run(process.execPath, args);
      return stdout.trim();
    },
    stop: () => (stopped ??= stop()),
  };
}

/** The address that the server says it listens on, in its log of JSON lines. */
async function addressOf(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('The server has no output.');
  const said: string[] = [];
  return new Promise((found, failed) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const { msg, address } = entryOf(line);
      if (msg === 'listening' && address !== undefined) found(address);
      else said.push(line);
    });
    child.once('error', failed);
    child.once('exit', (code) =>
      failed(new Error(`The server ended (${code}).\n${said.slice(-SAID_MAX).join('\n')}`)),
    );
  });
}

const SAID_MAX = 20;

function entryOf(line: string): { readonly msg?: string; readonly address?: string } {
  try {
    return JSON.parse(line) as object;
  } catch {
    return {};
  }
}
