import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MalformedClaim } from './claims.ts';
import {
  type DevelopmentKey,
  openDevelopmentKey,
  signDevelopmentToken,
} from './development-key.ts';
import { IssuerKeys } from './issuer-keys.ts';
import type { KeySource } from './key-source.ts';
import { Unauthenticated } from './unauthenticated.ts';
import { TokenVerifier } from './verifier.ts';

const noonMs = Date.UTC(2026, 2, 1, 12);
const claims = {
  subject: 'ada',
  tenant: 'acme',
  roles: ['admin'],
  wallets: ['*'],
  ttlSeconds: 60,
} as const;

let directory = '';
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'development-')), 'data');
});
afterEach(() => rm(join(directory, '..'), { recursive: true }));

const open = () => openDevelopmentKey({ directory, production: false });

const openKeys = (source: KeySource) => {
  const news = { changed: () => {}, leftOut: () => {}, unreadable: () => {} };
  return IssuerKeys.open({ source, now: () => noonMs, refreshMs: 60_000, news });
};

const verifierFor = async ({ trusted }: DevelopmentKey) =>
  new TokenVerifier({ trusted, keys: await openKeys(trusted.keys), now: () => noonMs });

describe('the development key', () => {
  test('is made at the first start, readable to its owner only', async () => {
    await open();
    expect(await readdir(directory)).toEqual(['development-jwks.json', 'development-key.pem']);
    const { mode } = await stat(join(directory, 'development-key.pem'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('publishes nothing private', async () => {
    await open();
    const keySet = await readFile(join(directory, 'development-jwks.json'), 'utf8');
    expect(JSON.parse(keySet)).toEqual({
      keys: [
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: expect.any(String),
          kid: expect.any(String),
          alg: 'EdDSA',
          use: 'sig',
        },
      ],
    });
  });

  test('is the same at every later start', async () => {
    const first = await open();
    expect((await open()).id).toBe(first.id);
  });

  test('is one key when several processes start at once', async () => {
    const opened = await Promise.all([open(), open(), open(), open()]);
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(await readdir(directory)).toHaveLength(2);
  });

  test('is never made in production mode, nor used', async () => {
    await open();
    await expect(openDevelopmentKey({ directory, production: true })).rejects.toThrow(
      'Production mode',
    );
  });
});

describe('a development token', () => {
  test('is accepted by the server with what it claims', async () => {
    const key = await open();
    const token = await signDevelopmentToken(key, claims, noonMs);
    expect(await (await verifierFor(key)).verify(token)).toEqual({
      subject: 'ada',
      tenant: 'acme',
      roles: new Set(['admin']),
      expiresAtMs: expect.any(Number),
      wallets: '*',
      actor: { type: 'ADMIN', id: 'ada' },
    });
  });

  test('expires', async () => {
    const key = await open();
    const token = await signDevelopmentToken(key, claims, noonMs - 60_000);
    const verifier = await verifierFor(key);
    await expect(verifier.verify(token)).rejects.toThrow(Unauthenticated);
  });

  test('is not signed with claims that the server would refuse', async () => {
    const key = await open();
    const signing = signDevelopmentToken(key, { ...claims, tenant: 'Acme Inc' }, noonMs);
    await expect(signing).rejects.toThrow(MalformedClaim);
  });
});
