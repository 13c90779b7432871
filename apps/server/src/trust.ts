import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { startingWith } from './cannot-start.ts';
import type { Config, IssuerConfig } from './config.ts';
import { openDevelopmentKey } from './identity/development-key.ts';
import { IssuerKeys, type KeyNews } from './identity/issuer-keys.ts';
import type { KeySource } from './identity/key-source.ts';
import type { TrustedIssuer } from './identity/trusted-issuer.ts';
import { TokenVerifier } from './identity/verifier.ts';

/** Verifies tokens of the configured issuer, else of the development key made at the first start. */
export async function verifierOf(config: Config, log: Logger): Promise<TokenVerifier> {
  const trusted =
    config.issuer === null ? await developmentIssuer(config, log) : issuerOf(config.issuer);
  const refreshMs = config.jwksRefreshS * 1000;
  const news = newsFor(log);
  const keys = await startingWith(nameOf(trusted.keys), () =>
    IssuerKeys.open({ source: trusted.keys, now, refreshMs, news }),
  );
  // It keeps no process alive: there is nothing to lose when it ends.
  setInterval(() => void keys.refresh(), refreshMs).unref();
  return new TokenVerifier({ trusted, keys, now });
}

// Tokens live by the time of the world, also where the ledger's own clock stands still.
const now = (): number => Date.now();

const newsFor = (log: Logger): KeyNews => ({
  changed: () => log.info('the keys of the issuer have changed'),
  leftOut: (weakness) => log.warn({ weakness }, 'a key of the issuer is left out'),
  unreadable: (error, keptUntilMs) =>
    log.error(
      { err: error, keptUntil: keptUntilMs === null ? null : new Date(keptUntilMs).toISOString() },
      keptUntilMs === null
        ? 'the keys of the issuer cannot be read: no token is taken until they can'
        : 'the keys of the issuer cannot be read again: the last ones are kept for a while',
    ),
});

async function developmentIssuer(config: Config, log: Logger): Promise<TrustedIssuer> {
  const { eventStore: directory, production } = config;
  const { trusted } = await startingWith(directory, () =>
    openDevelopmentKey({ directory, production }),
  );
  log.info(
    'no issuer is configured, so tokens of the development key are taken: ' +
      'npm run credits -- token --tenant acme --role service',
  );
  return trusted;
}

function issuerOf({ issuer, audience, algorithms, jwks }: IssuerConfig): TrustedIssuer {
  const keys = /^https?:/i.test(jwks) ? { url: new URL(jwks) } : { file: resolve(jwks) };
  return { issuer, audience, algorithms, keys };
}

const nameOf = (keys: KeySource): string =>
  'file' in keys ? `JWT_JWKS: ${keys.file}` : `JWT_JWKS: ${keys.url.href}`;
