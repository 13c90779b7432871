import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { cp, mkdtemp, rm, truncate, writeFile, open } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ServerProcess } from '../support/server-process.ts';

// The server says in one sentence what it cannot work with, and ends.

const databases = ['events.sqlite', 'read-models.sqlite', 'snapshots.sqlite', 'keys.sqlite'];

const ENDED_MS_MAX = 5_000;
// On a busy machine to start takes longer, and so may not to start.
const STARTS_MAX = 3;

let folder: string;
/** A data folder that a server has made. */
let data: string;
/** How long it took to start. */
let startMs: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credits-start-'));
  data = join(folder, 'data');
  const startedAt = performance.now();
  const server = await ServerProcess.start({ ...stores(data), CLOCK: 'manual' });
  startMs = performance.now() - startedAt;
  await server.terminate();
  // Nothing stays in a write-ahead log, which would make up for what is lost in its file.
  for (const name of databases) {
    const database = new DatabaseSync(join(data, name));
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

// Each case is a process.
jest.setTimeout(180_000);

describe('a server that cannot work says so in one sentence, and ends', () => {
  test.each([
    ['LISTEN', '50051'],
    ['LISTEN', '127.0.0.1:65536'],
    ['LOG_LEVEL', 'shout'],
    ['EVENT_STORE', 'embedded:'],
    ['EVENT_STORE', './data'],
    ['READ_MODEL_STORE', 'embedded: '],
    ['NODE_ENV', 'prod'],
    ['CLOCK', 'stopped'],
    ['CLOCK_FROM', '2026-01-01'],
    ['TICKER', ''],
    ['JWT_AUDIENCE', 'us'],
    ['JWT_ALGORITHMS', 'HS256'],
    ['WRITERS_MAX', '0x10'],
    ['REMEMBERED_MAX', '1e3'],
    ['SNAPSHOT_EVERY', ' 5'],
    ['DRAIN_MS', '3600001'],
    ['INSTANCE', ''],
  ])('%s=%s', async (variable, value) => {
    await expectRefused({ ...stores(data), [variable]: value }, variable);
  });

  const issuer = { JWT_ISSUER: 'https://issuer.example', JWT_JWKS: 'no/such/file.json' };

  test.each([
    ['a JWKS file that is not there', issuer, 'JWT_JWKS'],
    ['an issuer without its keys', { JWT_ISSUER: 'https://issuer.example' }, 'JWT_ISSUER'],
    ['production without an issuer', { NODE_ENV: 'production' }, 'JWT_ISSUER'],
    [
      'a JWKS over plain http in production',
      { ...issuer, NODE_ENV: 'production', JWT_JWKS: 'http://issuer.example/jwks' },
      'JWT_JWKS',
    ],
    [
      'a clock moved by hand in production',
      { ...issuer, NODE_ENV: 'production', CLOCK: 'manual' },
      'CLOCK',
    ],
  ])('%s', async (_what, environment, named) => {
    await expectRefused({ ...stores(data), ...environment }, named);
  });

  test('a port in use', async () => {
    const other = await listening();
    const { port } = other.address() as { readonly port: number };
    await expectRefused(
      { ...stores(data), LISTEN: `127.0.0.1:${port}` },
      `LISTEN=127.0.0.1:${port}`,
    );
    other.close();
  });

  test('a file of policies that is not there', async () => {
    await expectRefused({ ...stores(data), TENANT_POLICIES: 'no/such.json' }, 'TENANT_POLICIES');
  });

  test.each([
    ['no JSON', '{', 'TENANT_POLICIES'],
    ['no object', '[]', 'object of policies by tenant'],
    [
      'unknown names and wrong values, all said at once',
      '{"acme":{"overdraftLimit":5,"burnOrder":"SIDEWAYS","typo":1}}',
      'acme.overdraftLimit',
      'acme.burnOrder',
      'acme.typo',
    ],
  ])('a file of policies with %s', async (_what, text, ...named) => {
    const file = join(folder, 'policies.json');
    await writeFile(file, text);
    await expectRefused({ ...stores(data), TENANT_POLICIES: file }, file, ...named);
  });

  test.each([...databases, 'clock', 'development-key.pem'])('garbage in %s', async (name) => {
    const damaged = await copyOf(data);
    await writeFile(join(damaged, name), 'garbage '.repeat(2_000));
    await expectRefused({ ...stores(damaged), CLOCK: 'manual' }, join(damaged, name));
  });

  test.each(databases)(
    'R-13: %s cut short, or with a page of garbage in its middle',
    async (name) => {
      const short = await copyOf(data);
      await truncate(join(short, name), 6_000);
      await expectRefused(stores(short), join(short, name));
      const damaged = await copyOf(data);
      const file = await open(join(damaged, name), 'r+');
      await file.write(Buffer.alloc(4_096, 'garbage'), 0, 4_096, 4_096);
      await file.close();
      await expectRefused(stores(damaged), name);
    },
  );

  test.each([
    ['read-models.sqlite', "REPLACE INTO checkpoints VALUES (1, 'projections', 1000)"],
    ['snapshots.sqlite', 'UPDATE checkpoint SET position = 1000'],
  ])('history was cut: %s has read further than the log goes', async (name, sql) => {
    const ahead = await copyOf(data);
    const database = new DatabaseSync(join(ahead, name));
    database.exec(sql);
    database.close();
    await expectRefused(stores(ahead), join(ahead, name), 'History was cut');
  });
});

const stores = (directory: string): Readonly<Record<string, string>> => ({
  EVENT_STORE: `embedded:${directory}`,
  READ_MODEL_STORE: `embedded:${directory}`,
});

async function expectRefused(
  environment: Readonly<Record<string, string>>,
  ...named: readonly string[]
): Promise<void> {
  const { code, said, ms } = await ServerProcess.refused({ LOG_LEVEL: 'warn', ...environment });
  for (const name of named) expect(said).toContain(name);
  expect(said.trimEnd().split('\n')).toHaveLength(1);
  expect(said).not.toMatch(/ at .*:\d+:\d+/);
  expect(code).toBe(1);
  expect(ms).toBeLessThan(Math.max(ENDED_MS_MAX, STARTS_MAX * startMs));
}

let copies = 0;

async function copyOf(directory: string): Promise<string> {
  copies += 1;
  const copy = join(folder, `copy-${copies}`);
  await cp(directory, copy, { recursive: true });
  return copy;
}

async function listening(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
