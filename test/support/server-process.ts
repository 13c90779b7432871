import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const serverFile = 'dist/apps/server/src/main.js';

/** A real server in a process of its own, which ends as politely as its test likes. */
export class ServerProcess {
  readonly address: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, address: string) {
    this.#child = child;
    this.address = address;
  }

  /** Starts a server in this environment, and answers once it listens. */
  static async start(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const child = spawnServer(environment);
    return new ServerProcess(child, await addressOf(child));
  }

  /** Starts a server that cannot work, and answers how it ended and what it said on its way. */
  static async refused(environment: Readonly<Record<string, string>>): Promise<RefusedStart> {
    const startedAt = performance.now();
    const child = spawnServer(environment);
    const said: string[] = [];
    for (const output of [child.stdout, child.stderr])
      output?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const late = setTimeout(() => child.kill('SIGKILL'), REFUSED_MS_MAX);
    await once(child, 'close');
    clearTimeout(late);
    return { code: child.exitCode, said: said.join(''), ms: performance.now() - startedAt };
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Tells what it logs from now on, line by line. */
  hear(told: (line: string) => void): void {
    const { stdout } = this.#child;
    if (stdout !== null) createInterface({ input: stdout }).on('line', told);
  }

  /** Ends it as an operator would, and answers its exit code once it has ended. */
  async terminate(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut does: nothing more is written or sent. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.isRunning) {
      const ended = once(this.#child, 'exit');
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }
}

/** How a server ended that could not start; without a code it had to be ended. */
export interface RefusedStart {
  readonly code: number | null;
  readonly said: string;
  readonly ms: number;
}

const REFUSED_MS_MAX = 60_000;

function spawnServer(environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', serverFile], {
    env: { ...process.env, LISTEN: '127.0.0.1:0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
