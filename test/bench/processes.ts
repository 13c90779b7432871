import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  openDevelopmentKey,
  signDevelopmentToken,
} from '../../apps/server/src/identity/development-key.ts';
import type { BystanderOrder, BystanderReport, LoadOrder, LoadResult } from './orders.ts';

/** A server to measure, in a process of its own. */
export interface Measured {
  readonly address: string;
  /** Resident memory in MiB. */
  residentMib(): Promise<number>;
  readonly startMs: number;
  stop(): Promise<void>;
}

/** A ledger, and a token with which everything that is measured may be asked. */
export interface MeasuredLedger extends Measured {
  readonly token: string;
  /**
   * For how many milliseconds at once the thread that answers everybody was kept, since this was
   * asked before.
   */
  holdUpMs(): Promise<number>;
}

const here = import.meta.dirname;
const root = join(here, '..', '..');

export async function startEcho(): Promise<Measured> {
  const child = spawn(process.execPath, ['--conditions=app-src', join(here, 'echo-server.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return listening(child);
}

/** How Node runs the server that is shipped. */
const serverFlags = JSON.parse(
  readFileSync(join(root, 'deploy', 'server-flags.json'), 'utf8'),
) as readonly string[];

/** The ledger on embedded engines, durable and with authentication on, as it is shipped. */
export async function startLedger(
  environment: Readonly<Record<string, string>> = {},
): Promise<MeasuredLedger> {
  const data = await mkdtemp(join(tmpdir(), 'credits-bench-'));
  const meter = ['--import', join(here, 'hold-up-meter.ts')];
  const flags = [...serverFlags, ...meter, 'dist/apps/server/src/main.js'];
  const child = spawn(process.execPath, flags, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LISTEN: '127.0.0.1:0',
      LOG_LEVEL: 'info',
      EVENT_STORE: `embedded:${data}`,
      READ_MODEL_STORE: `embedded:${data}`,
      ...environment,
    },
  });
  const server = await listening(child);
  const key = await openDevelopmentKey({ directory: data, production: false });
  const token = await signDevelopmentToken(
    key,
    {
      subject: 'bench',
      tenant: 'bench',
      roles: ['service', 'operator', 'finance', 'admin'],
      wallets: '*',
      ttlSeconds: 3600,
    } as never,
    Date.now(),
  );
  return {
    ...server,
    token,
    holdUpMs: async () => {
      const answer = once(child, 'message');
      child.send('TAKE');
      return (await answer)[0] as number;
    },
    async stop() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess): Promise<Measured> {
  const started = performance.now();
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}`)));
    lines.on('line', (line) => {
      const { msg, address: found } = JSON.parse(line) as { msg?: string; address?: string };
      if (msg === 'listening' && found !== undefined) resolve(found);
    });
  });
  return {
    address,
    startMs: performance.now() - started,
    residentMib: async () => residentMib(child.pid as number),
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** One process of load generation, for one run. */
export async function load(order: LoadOrder): Promise<LoadResult> {
  const child = fork(join(here, 'load.ts'), { cwd: root, execArgv: ['--conditions=app-src'] });
  try {
    return await new Promise<LoadResult>((resolve, reject) => {
      child.once('message', (result) => resolve(result as LoadResult));
      child.once('exit', (code) =>
        reject(new Error(`the load generator ended with ${String(code)}`)),
      );
      child.send(order);
    });
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

/** Somebody who spends whenever it is told to, and tells how long it waited. */
export interface Bystander {
  /** Resolves when it spends. */
  begin(order: BystanderOrder): Promise<void>;
  end(): Promise<BystanderReport>;
  stop(): void;
}

export function startBystander(): Bystander {
  const child = fork(join(here, 'bystander.ts'), { cwd: root, execArgv: ['--conditions=app-src'] });
  const told = async (message: BystanderOrder | 'END'): Promise<unknown> => {
    const ended = new AbortController();
    const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
      throw new Error(`the bystander ended with ${String(code)}`);
    });
    const answer = once(child, 'message', { signal: ended.signal }).then(
      ([said]) => said as unknown,
    );
    child.send(message);
    try {
      return await Promise.race([answer, exit]);
    } finally {
      // Neither is waited for any more; that both are given up is no failure.
      Promise.allSettled([answer, exit]).catch(() => undefined);
      ended.abort();
    }
  };
  return {
    begin: async (order) => void (await told(order)),
    end: async () => (await told('END')) as BystanderReport,
    stop: () => void child.kill(),
  };
}
