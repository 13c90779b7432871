import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { KeysUnavailable, type SigningKeys } from './issuer-keys.ts';
import type { Algorithm } from './trusted-issuer.ts';
import { Unauthenticated } from './unauthenticated.ts';
import { TokenVerifier } from './verifier.ts';

const trusted = {
  issuer: 'https://id.example',
  audience: 'credits',
  algorithms: ['EdDSA', 'ES256', 'RS256'],
} as const satisfies { issuer: string; audience: string; algorithms: readonly Algorithm[] };

const noonMs = Date.UTC(2026, 2, 1, 12);
const claims = {
  iss: trusted.issuer,
  aud: trusted.audience,
  exp: noonMs / 1000 + 60,
  sub: 'ada',
  tenant: 'acme',
  roles: ['member'],
  wallets: ['w1'],
};

const pairs = {
  EdDSA: await generateKeyPair('EdDSA'),
  ES256: await generateKeyPair('ES256'),
  RS256: await generateKeyPair('RS256'),
};
const known = createLocalJWKSet({
  keys: await Promise.all(
    trusted.algorithms.map(async (alg) => ({
      ...(await exportJWK(pairs[alg].publicKey)),
      kid: alg,
    })),
  ),
});

const keys: SigningKeys = { edition: 0, keyOf: known };

const signed = (payload: JWTPayload, alg: Algorithm = 'EdDSA'): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg, kid: alg }).sign(pairs[alg].privateKey);

const without = (claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim));

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function verifierAt(clock = { ms: noonMs }, options: { rememberedMax?: number } = {}) {
  return new TokenVerifier({ trusted, keys, now: () => clock.ms, ...options });
}

/** The outcome as a promise, whether it was known at once or not. */
const verdict = async (verifier: TokenVerifier, token: string) => verifier.verify(token);

const expectRefused = (token: string, verifier = verifierAt()) =>
  expect(verdict(verifier, token)).rejects.toThrow(Unauthenticated);

describe('R-23 verifying a token', () => {
  test.each(trusted.algorithms)('says who signed in with %s', async (alg) => {
    expect(await verifierAt().verify(await signed(claims, alg))).toEqual({
      subject: 'ada',
      tenant: 'acme',
      roles: new Set(['member']),
      wallets: new Set(['w1']),
      actor: { type: 'USER', id: 'ada' },
      expiresAtMs: noonMs + 60_000,
    });
  });

  test('takes a token up to its expiry, and not at it', async () => {
    const token = await signed(claims);
    await verdict(verifierAt({ ms: noonMs + 59_999 }), token);
    await expectRefused(token, verifierAt({ ms: noonMs + 60_000 }));
  });

  const wrongClaims: readonly [string, JWTPayload][] = [
    ['that never expires', without('exp')],
    ['that is not valid yet', { ...claims, nbf: noonMs / 1000 + 1 }],
    ['of another issuer', { ...claims, iss: 'https://evil.example' }],
    ['for another audience', { ...claims, aud: 'invoices' }],
    ['for no audience', without('aud')],
    ['without a tenant', without('tenant')],
    ['without a subject', without('sub')],
    ['with an unknown role', { ...claims, roles: ['member', 'owner'] }],
    ['with a star among wallets', { ...claims, wallets: ['*', 'w1'] }],
  ];

  test.each(wrongClaims)('refuses a token %s', async (_, payload) => {
    await expectRefused(await signed(payload));
  });

  test('refuses the algorithm none', async () => {
    await expectRefused(`${encoded({ alg: 'none' })}.${encoded(claims)}.`);
  });

  test('refuses a token whose shared secret is the public key', async () => {
    const content = `${encoded({ alg: 'HS256', kid: 'RS256' })}.${encoded(claims)}`;
    const secret = await exportSPKI(pairs.RS256.publicKey);
    const signature = createHmac('sha256', secret).update(content).digest('base64url');
    await expectRefused(`${content}.${signature}`);
  });

  test('refuses an algorithm that is not configured, though its key is known', async () => {
    const verifier = new TokenVerifier({
      trusted: { ...trusted, algorithms: ['EdDSA'] },
      keys,
      now: () => noonMs,
    });
    await expectRefused(await signed(claims, 'ES256'), verifier);
  });

  test('refuses a key of a stranger under a known name', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const header = { alg: 'EdDSA', kid: 'EdDSA' };
    await expectRefused(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey));
  });

  test('refuses a key that the token brings along', async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const header = { alg: 'EdDSA', kid: 'mine', jwk: await exportJWK(publicKey) };
    await expectRefused(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey));
  });

  test('refuses claims changed after signing', async () => {
    const [header, , signature] = (await signed(claims)).split('.');
    await expectRefused(`${header}.${encoded({ ...claims, roles: ['operator'] })}.${signature}`);
  });

  test('refuses whatever text is no token', async () => {
    await fc.assert(fc.asyncProperty(fc.string(), (text) => expectRefused(text)));
  });

  test('says the same whatever is wrong', async () => {
    const says = (token: string) =>
      verdict(verifierAt(), token).catch((error: unknown) => String(error));
    expect(await says(await signed({ ...claims, tenant: 'Acme' }))).toBe(await says('x.y.z'));
  });

  test('does not blame the token when the keys cannot be had', async () => {
    const unreachable: JWTVerifyGetKey = () => Promise.reject(new KeysUnavailable());
    const unread = { edition: 0, keyOf: unreachable };
    const verifier = new TokenVerifier({ trusted, keys: unread, now: () => noonMs });
    await expect(verdict(verifier, await signed(claims))).rejects.toThrow(KeysUnavailable);
  });
});

describe('remembering verified tokens', () => {
  test('a token is verified once and then answered at once', async () => {
    const verifier = verifierAt();
    const token = await signed(claims);
    const caller = await verifier.verify(token);
    expect(verifier.verify(token)).toBe(caller);
  });

  test('a remembered token is refused from its expiry on, and forgotten', async () => {
    const clock = { ms: noonMs };
    const verifier = verifierAt(clock);
    const token = await signed(claims);
    const caller = await verifier.verify(token);
    clock.ms = noonMs + 59_999;
    expect(verifier.verify(token)).toBe(caller);
    clock.ms = noonMs + 60_000;
    expect(() => verifier.verify(token)).toThrow(Unauthenticated);
    expect(verifier.remembered).toBe(0);
    await expectRefused(token, verifier);
  });

  test('a remembered token is verified again once the keys are others', async () => {
    const changing = { edition: 0, keyOf: known };
    const verifier = new TokenVerifier({ trusted, keys: changing, now: () => noonMs });
    const token = await signed(claims);
    await verifier.verify(token);
    changing.edition = 1;
    changing.keyOf = createLocalJWKSet({ keys: [] });
    await expectRefused(token, verifier);
    expect(verifier.remembered).toBe(0);
  });

  test('a refused token is not remembered', async () => {
    const verifier = verifierAt();
    await expectRefused(await signed({ ...claims, aud: 'invoices' }), verifier);
    expect(verifier.remembered).toBe(0);
  });

  test('only so many tokens are remembered', async () => {
    const verifier = verifierAt(undefined, { rememberedMax: 3 });
    for (const sub of ['a', 'b', 'c', 'd', 'e'])
      await verifier.verify(await signed({ ...claims, sub }));
    expect(verifier.remembered).toBe(3);
  });
});
