import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { isInstant } from '#ledger';
import type { Instant } from '#eventsourcing';

/** What the environment says. This is the only reader of `process.env`. */
export interface Config {
  readonly listen: string;
  readonly production: boolean;
  readonly instance: string;
  readonly logLevel: string;
  /** The directories of the embedded engines. */
  readonly eventStore: string;
  readonly readModelStore: string;
  readonly clock: 'SYSTEM' | { readonly manualFrom: Instant };
  readonly ticker: boolean;
  readonly writersMax: number;
  readonly rememberedMax: number;
  readonly snapshotEvery: number;
  readonly drainMs: number;
  /** A JSON file of policies by tenant. */
  readonly tenantPolicies: string | null;
  readonly issuer: IssuerConfig | null;
  /** How often the keys of the issuer are read again, in seconds. */
  readonly jwksRefreshS: number;
}

export interface IssuerConfig {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** A file's path or an https URL. */
  readonly jwks: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration; what is wrong is named, and the server does not start. */
export function configOf(env: Environment = process.env): Config {
  const production = env['NODE_ENV'] === 'production';
  const clock = clockOf(env);
  if (production && clock !== 'SYSTEM') throw new Error('CLOCK=manual is refused in production');
  const issuer = issuerOf(env);
  if (production && issuer === null) throw new Error('production needs JWT_ISSUER and JWT_JWKS');
  return {
    listen: env['LISTEN'] ?? '127.0.0.1:50051',
    production,
    instance: env['INSTANCE'] ?? hostname(),
    logLevel: env['LOG_LEVEL'] ?? 'info',
    eventStore: embedded('EVENT_STORE', env),
    readModelStore: embedded('READ_MODEL_STORE', env),
    clock,
    ticker: oneOf('TICKER', env, ['on', 'off']) === 'on',
    writersMax: count('WRITERS_MAX', env, 20_000),
    // About 350 bytes each, and more than so many writers can have waiting for their snapshots.
    rememberedMax: count('REMEMBERED_MAX', env, 4_000_000),
    snapshotEvery: count('SNAPSHOT_EVERY', env, 100),
    drainMs: count('DRAIN_MS', env, 10_000),
    tenantPolicies: env['TENANT_POLICIES'] ?? null,
    issuer,
    jwksRefreshS: count('JWKS_REFRESH', env, 60),
  };
}

function embedded(name: string, env: Environment): string {
  const url = env[name] ?? 'embedded:./data';
  if (!url.startsWith('embedded:')) throw new Error(`${name} must be embedded:{directory}`);
  return resolve(url.slice('embedded:'.length));
}

const MANUAL_FROM = '2026-01-01T00:00:00.000000000Z';

function clockOf(env: Environment): Config['clock'] {
  if (oneOf('CLOCK', env, ['system', 'manual']) === 'system') return 'SYSTEM';
  const manualFrom = env['CLOCK_FROM'] ?? MANUAL_FROM;
  if (!isInstant(manualFrom)) throw new Error('CLOCK_FROM must be an instant with nine digits');
  return { manualFrom };
}

function issuerOf(env: Environment): IssuerConfig | null {
  const { JWT_ISSUER: issuer, JWT_JWKS: jwks } = env;
  if (issuer === undefined && jwks === undefined) return null;
  if (issuer === undefined || jwks === undefined)
    throw new Error('JWT_ISSUER and JWT_JWKS must be given together');
  return {
    issuer,
    jwks,
    audience: env['JWT_AUDIENCE'] ?? 'credits-ledger',
    algorithms: (env['JWT_ALGORITHMS'] ?? 'EdDSA').split(','),
  };
}

function oneOf(name: string, env: Environment, values: readonly [string, ...string[]]): string {
  const value = env[name] ?? values[0];
  if (!values.includes(value)) throw new Error(`${name} must be ${values.join(' or ')}`);
  return value;
}

function count(name: string, env: Environment, standard: number): number {
  const value = env[name] === undefined ? standard : Number(env[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number`);
  return value;
}
