import { readFile } from 'node:fs/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';

/** Signatures made with a private key. A shared secret would let whoever verifies also sign. */
export type Algorithm = 'EdDSA' | 'ES256' | 'RS256';

/** Whose tokens are believed, fixed by configuration and never by what a token says. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  readonly keys: KeySource;
}

/** Where the JWKS is: a file is read once, at the start; a URL again when a key is not known. */
export type KeySource = { readonly file: string } | { readonly url: URL };

/** The keys could not be had, so that nothing is known of the token: the call may be repeated. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** Finds the key of a token. A token whose key is not in the set is refused by jose. */
export async function keysOf(source: KeySource): Promise<JWTVerifyGetKey> {
  const keys =
    'url' in source
      ? createRemoteJWKSet(source.url)
      : createLocalJWKSet(JSON.parse(await readFile(source.file, 'utf8')) as JSONWebKeySet);
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (saysNoSuchKey(error)) throw error;
      throw new KeysUnavailable('The keys of the issuer could not be read.', { cause: error });
    }
  };
}

const saysNoSuchKey = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
