import { Unauthenticated } from './unauthenticated.ts';

// Bounds what the verifier remembers per token; gRPC itself advises 8 KiB of metadata.
const tokenLengthMax = 8_192;
const bearer = /^bearer (?<token>[\w-]+\.[\w-]+\.[\w-]+)$/i;

/** The token in the `authorization` metadata, which must be there once. */
export function bearerToken(authorization: readonly (string | Buffer)[]): string {
  const [value, ...others] = authorization;
  if (value === undefined) throw new Unauthenticated('No authorization was sent.');
  if (others.length > 0) throw new Unauthenticated('More than one authorization was sent.');
  const token = typeof value === 'string' ? bearer.exec(value)?.groups?.['token'] : undefined;
  if (token === undefined || token.length > tokenLengthMax)
    throw new Unauthenticated('The authorization is no bearer token, or too long.');
  return token;
}
