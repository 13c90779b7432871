import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config, IssuerConfig } from './config.ts';
import { openDevelopmentKey } from './identity/development-key.ts';
import { keysOf, type Algorithm, type TrustedIssuer } from './identity/trusted-issuer.ts';
import { TokenVerifier } from './identity/verifier.ts';

const ALGORITHMS: readonly string[] = ['EdDSA', 'ES256', 'RS256'] satisfies readonly Algorithm[];

/** Verifies tokens of the configured issuer, else of the development key made at the first start. */
export async function verifierOf(config: Config, log: Logger): Promise<TokenVerifier> {
  const trusted =
    config.issuer === null ? await developmentIssuer(config, log) : issuerOf(config.issuer);
  // Tokens live by the time of the world, also where the ledger's own clock stands still.
  return new TokenVerifier({ trusted, keys: await keysOf(trusted.keys), now: () => Date.now() });
}

async function developmentIssuer(config: Config, log: Logger): Promise<TrustedIssuer> {
  const { trusted } = await openDevelopmentKey({
    directory: config.eventStore,
    production: config.production,
  });
  log.info(
    'no issuer is configured, so tokens of the development key are taken: ' +
      'npm run credits -- token --tenant acme --role service',
  );
  return trusted;
}

function issuerOf({ issuer, audience, algorithms, jwks }: IssuerConfig): TrustedIssuer {
  const unknown = algorithms.filter((algorithm) => !ALGORITHMS.includes(algorithm));
  if (unknown.length > 0) throw new Error(`JWT_ALGORITHMS must be of ${ALGORITHMS.join(', ')}`);
  const keys = /^https?:/.test(jwks) ? { url: new URL(jwks) } : { file: resolve(jwks) };
  return { issuer, audience, algorithms: algorithms as readonly Algorithm[], keys };
}
