import { writeFile } from 'node:fs/promises';
import { setTimeout as passing } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { temporaryDirectory } from '#testing';
import { endOf, rawRpc } from '../support/raw-calls.ts';
import { ServerProcess } from '../support/server-process.ts';

// A real server on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const directory = temporaryDirectory();
const jwks = `${directory}/jwks.json`;
const issuer = 'https://id.example';
let server: ServerProcess;
let client: Client;

const key = async (kid: string) => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const token = await new SignJWT({ tenant: 'acme', roles: ['auditor'], wallets: ['*'] })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer(issuer)
    .setAudience('credits-ledger')
    .setSubject('ada')
    .setExpirationTime('1h')
    .sign(privateKey);
  return { token, jwk: { ...(await exportJWK(publicKey)), kid } };
};

const first = await key('first');
const second = await key('second');
const publish = (...keys: readonly object[]) => writeFile(jwks, JSON.stringify({ keys }));

const call = async (token: string): Promise<string> => {
  const rpc = rawRpc('ClockService/GetTime');
  return (await endOf(client, rpc, rpc.encode({}), token)).status;
};

beforeAll(async () => {
  await publish(first.jwk, second.jwk);
  server = await ServerProcess.start({
    EVENT_STORE: `embedded:${directory}/data`,
    READ_MODEL_STORE: `embedded:${directory}/data`,
    CLOCK: 'manual',
    JWT_ISSUER: issuer,
    JWT_JWKS: jwks,
    JWKS_REFRESH: '1',
  });
  client = new Client(server.address, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await server.terminate();
});

test('R-23 a token that was taken is refused once its key is withdrawn, and another key goes on', async () => {
  expect([await call(first.token), await call(second.token)]).toEqual(['OK', 'OK']);
  await publish(second.jwk);
  const until = Date.now() + 20_000;
  while ((await call(first.token)) === 'OK' && Date.now() < until) await passing(50);
  expect([await call(first.token), await call(second.token)]).toEqual(['UNAUTHENTICATED', 'OK']);
});
