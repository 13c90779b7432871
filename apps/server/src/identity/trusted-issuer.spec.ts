import { createServer, type RequestListener } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { errors, exportJWK, generateKeyPair, type JWK } from 'jose';
import { keysOf, KeysUnavailable } from './trusted-issuer.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const pair = await generateKeyPair('EdDSA', { extractable: true });
const publicKey: JWK = { ...(await exportJWK(pair.publicKey)), kid: 'k1' };
const ask = (kid: string) =>
  [
    { alg: 'EdDSA', kid },
    { payload: '', signature: '' },
  ] as const;

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

describe('the keys of the trusted issuer', () => {
  test('are found by name in a file', async () => {
    const keys = await keysOf({ file: await fileWith(JSON.stringify({ keys: [publicKey] })) });
    expect(await keys(...ask('k1'))).toMatchObject({ type: 'public' });
    await expect(keys(...ask('k2'))).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  test('are found by name at a URL', async () => {
    const url = await urlAnswering((_, response) => {
      response.end(JSON.stringify({ keys: [publicKey] }));
    });
    const keys = await keysOf({ url });
    expect(await keys(...ask('k1'))).toMatchObject({ type: 'public' });
  });

  test('are unavailable while the URL answers with an error', async () => {
    const url = await urlAnswering((_, response) => {
      response.writeHead(503).end();
    });
    const keys = await keysOf({ url });
    await expect(keys(...ask('k1'))).rejects.toThrow(KeysUnavailable);
  });

  test('stop the start when the file is missing or no key set', async () => {
    await expect(keysOf({ file: join(tmpdir(), 'there-is-none', 'jwks.json') })).rejects.toThrow(
      'ENOENT',
    );
    await expect(keysOf({ file: await fileWith('{}') })).rejects.toThrow(errors.JWKSInvalid);
  });

  test('are never private or shared ones', async () => {
    const mixed = [
      { ...(await exportJWK(pair.privateKey)), kid: 'private' },
      { kty: 'oct', k: 'c2VjcmV0', kid: 'shared' },
    ];
    const keys = await keysOf({ file: await fileWith(JSON.stringify({ keys: mixed })) });
    await expect(keys(...ask('private'))).rejects.toThrow(KeysUnavailable);
    await expect(keys(...ask('shared'))).rejects.toThrow(errors.JWKSNoMatchingKey);
  });
});
