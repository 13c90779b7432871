import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_MODE, FOLDER_MODE } from '#adapters';
import { calculateJwkThumbprint, type JWK, SignJWT } from 'jose';
import type { Role } from './roles.ts';
import { callerIn } from './claims.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** A key pair of this installation's own, which signs tokens for any role. */
export interface DevelopmentKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly trusted: TrustedIssuer;
}

/** What a development token shall say. */
export interface DevelopmentClaims {
  readonly subject: string;
  readonly tenant: string;
  readonly roles: readonly Role[];
  readonly wallets: readonly string[];
  readonly ttlSeconds: number;
}

export interface DevelopmentKeyPlace {
  readonly directory: string;
  readonly production: boolean;
}

/** The key in the data directory, made at the first start and the same ever after. */
export async function openDevelopmentKey(place: DevelopmentKeyPlace): Promise<DevelopmentKey> {
  const { directory, production } = place;
  if (production)
    throw new Error('Production mode has no development key: configure issuer, audience and keys.');
  await mkdir(directory, { recursive: true, mode: FOLDER_MODE });
  const privateKey = await privateKeyIn(join(directory, 'development-key.pem'));
  const publicKey: JWK = createPublicKey(privateKey).export({ format: 'jwk' });
  const id = await calculateJwkThumbprint(publicKey);
  const file = join(directory, 'development-jwks.json');
  const keySet = { keys: [{ ...publicKey, kid: id, alg: 'EdDSA', use: 'sig' }] };
  await replace(file, `${JSON.stringify(keySet, null, 2)}\n`);
  return {
    id,
    privateKey,
    trusted: {
      issuer: 'credits-development',
      audience: 'credits-ledger',
      algorithms: ['EdDSA'],
      keys: { file },
    },
  };
}

/** Signs only what the server will accept; a wrong claim is named. */
export async function signDevelopmentToken(
  { id, privateKey, trusted }: DevelopmentKey,
  { subject, tenant, roles, wallets, ttlSeconds }: DevelopmentClaims,
  nowMs: number,
): Promise<string> {
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    iss: trusted.issuer,
    aud: trusted.audience,
    iat: issuedAt,
    exp: issuedAt + ttlSeconds,
    sub: subject,
    tenant,
    roles: [...roles],
    wallets: [...wallets],
  };
  callerIn(claims);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: id, typ: 'JWT' })
    .sign(privateKey);
}

async function privateKeyIn(file: string): Promise<KeyObject> {
  try {
    return privateKeyFrom(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  await makePrivateKey(file);
  return privateKeyFrom(await readFile(file, 'utf8'), file);
}

// What OpenSSL says of a text that is no key helps nobody.
function privateKeyFrom(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new Error(`${file} holds no private key`, { cause: error });
  }
}

// The server and the command line may both be first: linking lets one win, with a whole file.
async function makePrivateKey(file: string): Promise<void> {
  const made = `${file}.${randomUUID()}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await writeFile(made, pem, { mode: FILE_MODE, flag: 'wx' });
    await link(made, file);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  } finally {
    await rm(made, { force: true });
  }
}

async function replace(file: string, text: string): Promise<void> {
  const written = `${file}.${randomUUID()}`;
  await writeFile(written, text, { mode: FILE_MODE });
  await rename(written, file);
}

const isErrno = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
