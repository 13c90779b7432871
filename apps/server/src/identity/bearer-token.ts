import { Unauthenticated } from './unauthenticated.ts';

// Bounds what the verifier remembers per token; gRPC itself advises 8 KiB of metadata.
const tokenLengthMax = 8_192;
const bearer = /^bearer (?<token>[\w-]+\.[\w-]+\.[\w-]+)$/i;

// A busy caller sends the same with every call, and to compare is cheaper than to take apart.
let latest: { readonly text: string; readonly token: string } | undefined;

/** The token in the `authorization` metadata, which must be there once. */
export function bearerToken(authorization: readonly (string | Buffer)[]): string {
  const [value, ...others] = authorization;
  if (value === undefined) throw new Unauthenticated('No authorization was sent.');
  if (others.length > 0) throw new Unauthenticated('More than one authorization was sent.');
  const text = typeof value === 'string' ? value : '';
  if (latest?.text === text) return latest.token;
  const token = bearer.exec(text)?.groups?.['token'];
  if (token === undefined || token.length > tokenLengthMax)
    throw new Unauthenticated('The authorization is no bearer token, or too long.');
  latest = { text, token };
  return token;
}
