import { createServer, type RequestListener } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { errors, exportJWK, generateKeyPair, type JWK } from 'jose';
import { IssuerKeys, KEPT_FOR_REFRESHES, KeysUnavailable } from './issuer-keys.ts';
import type { KeySource } from './key-source.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const pair = await generateKeyPair('EdDSA', { extractable: true });
const publicKey: JWK = { ...(await exportJWK(pair.publicKey)), kid: 'k1' };
const other: JWK = { ...(await exportJWK((await generateKeyPair('EdDSA')).publicKey)), kid: 'k2' };
const rsa = (bits: number): JWK => ({
  ...generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' }),
  kid: `rsa-${bits}`,
});

const ask = (kid: string) =>
  [
    { alg: kid.startsWith('rsa') ? 'RS256' : 'EdDSA', kid },
    { payload: '', signature: '' },
  ] as const;

const setOf = (...keys: readonly JWK[]): string => JSON.stringify({ keys });

async function fileWith(text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'keys-'));
  cleanUps.push(() => rm(directory, { recursive: true }));
  const file = join(directory, 'jwks.json');
  await writeFile(file, text);
  return file;
}

async function urlAnswering(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return new URL(`http://127.0.0.1:${address.port}/jwks.json`);
}

const refreshMs = 60_000;

/** The keys of a source, on a clock that tests set, and what is told of them. */
async function opened(source: KeySource) {
  const clock = { ms: 0 };
  const told: string[] = [];
  const keys = await IssuerKeys.open({
    source,
    now: () => clock.ms,
    refreshMs,
    news: {
      changed: () => told.push('changed'),
      leftOut: (weakness) => told.push(weakness),
      unreadable: (_, keptUntilMs) => told.push(`unreadable, kept until ${keptUntilMs}`),
    },
  });
  return { clock, told, keys };
}

describe('the keys of the trusted issuer', () => {
  test('are found by name in a file', async () => {
    const { keys } = await opened({ file: await fileWith(setOf(publicKey)) });
    expect(await keys.keyOf(...ask('k1'))).toMatchObject({ type: 'public' });
    await expect(keys.keyOf(...ask('k2'))).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  test('are found by name at a URL', async () => {
    const url = await urlAnswering((_, response) => void response.end(setOf(publicKey)));
    const { keys } = await opened({ url });
    expect(await keys.keyOf(...ask('k1'))).toMatchObject({ type: 'public' });
  });

  test('are never private or shared ones', async () => {
    const mixed = [
      { ...(await exportJWK(pair.privateKey)), kid: 'private' },
      { kty: 'oct', k: 'c2VjcmV0', kid: 'shared' },
    ];
    const { keys } = await opened({ file: await fileWith(setOf(...mixed)) });
    await expect(keys.keyOf(...ask('private'))).rejects.toThrow(KeysUnavailable);
    await expect(keys.keyOf(...ask('shared'))).rejects.toThrow(errors.JWKSNoMatchingKey);
  });
});

describe('keys that stop the start', () => {
  test.each([
    ['is empty', '{"keys":[]}', 'there is no key'],
    ['is no key set', '{}', 'malformed'],
    ['is no JSON', '<html>', 'JSON'],
    ['has an RSA key under 2,048 bits', setOf(rsa(1_024)), 'the RSA key rsa-1024 has 1024 bits'],
  ])('a file that %s', async (_, text, says) => {
    await expect(opened({ file: await fileWith(text) })).rejects.toThrow(says);
  });

  test('a file that is not there', async () => {
    const file = join(tmpdir(), 'there-is-none', 'jwks.json');
    await expect(opened({ file })).rejects.toThrow('ENOENT');
  });

  test('a URL that answers with an error, elsewhere, or with more than a key set is', async () => {
    const answers: readonly RequestListener[] = [
      (_, response) => void response.writeHead(503).end(),
      (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      (_, response) => void response.end(' '.repeat(1_048_577)),
    ];
    for (const answer of answers) {
      const url = await urlAnswering(answer);
      await expect(opened({ url })).rejects.toThrow();
    }
  });
});

describe('keys that change while the server runs', () => {
  test('a key that is withdrawn counts no more, and what it verified has to be verified again', async () => {
    const file = await fileWith(setOf(publicKey, other));
    const { keys, told } = await opened({ file });
    const { edition } = keys;
    await keys.refresh();
    expect([keys.edition, told]).toEqual([edition, []]);
    await writeFile(file, setOf(other));
    await keys.refresh();
    expect(keys.edition).not.toBe(edition);
    expect(told).toEqual(['changed']);
    await expect(keys.keyOf(...ask('k1'))).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(await keys.keyOf(...ask('k2'))).toMatchObject({ type: 'public' });
  });

  test('a new key is looked for when a token names it, and not for every token that does', async () => {
    let asked = 0;
    let set = setOf(publicKey);
    const url = await urlAnswering((_, response) => {
      asked += 1;
      response.end(set);
    });
    const { keys, clock } = await opened({ url });
    set = setOf(publicKey, other);
    clock.ms = 9_999;
    await expect(keys.keyOf(...ask('k2'))).rejects.toThrow(errors.JWKSNoMatchingKey);
    clock.ms = 10_000;
    const found = await Promise.all([keys.keyOf(...ask('k2')), keys.keyOf(...ask('k2'))]);
    expect(found).toHaveLength(2);
    await expect(keys.keyOf(...ask('k3'))).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(asked).toBe(2);
  });

  test('an RSA key under 2,048 bits is left out and told once; the others count', async () => {
    const file = await fileWith(setOf(publicKey));
    const { keys, told } = await opened({ file });
    await writeFile(file, setOf(publicKey, rsa(1_024), rsa(2_048)));
    await keys.refresh();
    await keys.refresh();
    expect(told).toEqual(['changed', expect.stringContaining('rsa-1024')]);
    await expect(keys.keyOf(...ask('rsa-1024'))).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(await keys.keyOf(...ask('rsa-2048'))).toMatchObject({ type: 'public' });
    expect(await keys.keyOf(...ask('k1'))).toMatchObject({ type: 'public' });
  });

  test('keys that cannot be read again are kept for a bounded time, which is told, and no longer', async () => {
    let isDown = false;
    const url = await urlAnswering((_, response) => {
      if (isDown) response.writeHead(503).end();
      else response.end(setOf(publicKey));
    });
    const { keys, clock, told } = await opened({ url });
    const { edition } = keys;
    const keptUntilMs = refreshMs * KEPT_FOR_REFRESHES;
    isDown = true;
    clock.ms = keptUntilMs - 1;
    await keys.refresh();
    expect(await keys.keyOf(...ask('k1'))).toMatchObject({ type: 'public' });
    expect(keys.edition).toBe(edition);
    clock.ms = keptUntilMs;
    await keys.refresh();
    expect(keys.edition).not.toBe(edition);
    await expect(keys.keyOf(...ask('k1'))).rejects.toThrow(KeysUnavailable);
    expect(told).toEqual([`unreadable, kept until ${keptUntilMs}`, 'unreadable, kept until null']);
    isDown = false;
    await keys.refresh();
    expect(await keys.keyOf(...ask('k1'))).toMatchObject({ type: 'public' });
  });

  test('a file that is written just now is not the end of the keys', async () => {
    const file = await fileWith(setOf(publicKey));
    const { keys, told } = await opened({ file });
    await writeFile(file, setOf(publicKey).slice(0, 20));
    await keys.refresh();
    expect(await keys.keyOf(...ask('k1'))).toMatchObject({ type: 'public' });
    expect(told).toHaveLength(1);
  });
});
