import { hostname } from 'node:os';
import type { Instant } from '#eventsourcing';
import { CannotStart } from './cannot-start.ts';
import type { Algorithm } from './identity/trusted-issuer.ts';
import { SETTINGS, type OptionalSetting, type Setting } from './settings.ts';

/** What the environment says. This is the only reader of `process.env`. */
export interface Config {
  readonly listen: string;
  readonly production: boolean;
  readonly instance: string;
  readonly logLevel: string;
  /** The directories of the embedded engines. */
  readonly eventStore: string;
  readonly readModelStore: string;
  readonly snapshotStore: string;
  readonly textKeyStore: string;
  readonly clockStore: string;
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
  readonly algorithms: readonly Algorithm[];
  /** A file's path or an https URL; outside production also an http URL. */
  readonly jwks: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration; what is wrong is named, and the server does not start. */
export function configOf(env: Environment = process.env): Config {
  const production = value(SETTINGS.mode, env) === 'production';
  const eventStore = value(SETTINGS.eventStore, env);
  return {
    listen: value(SETTINGS.listen, env),
    production,
    instance: optional(SETTINGS.instance, env) ?? hostname(),
    logLevel: value(SETTINGS.logLevel, env),
    eventStore,
    readModelStore: value(SETTINGS.readModelStore, env),
    snapshotStore: optional(SETTINGS.snapshotStore, env) ?? eventStore,
    textKeyStore: optional(SETTINGS.textKeyStore, env) ?? eventStore,
    clockStore: optional(SETTINGS.clockStore, env) ?? eventStore,
    clock: clockOf(env, production),
    ticker: value(SETTINGS.ticker, env) === 'on',
    writersMax: value(SETTINGS.writersMax, env),
    rememberedMax: value(SETTINGS.rememberedMax, env),
    snapshotEvery: value(SETTINGS.snapshotEvery, env),
    drainMs: value(SETTINGS.drainMs, env),
    tenantPolicies: optional(SETTINGS.tenantPolicies, env),
    issuer: issuerOf(env, production),
    jwksRefreshS: value(SETTINGS.jwksRefreshS, env),
  };
}

function clockOf(env: Environment, production: boolean): Config['clock'] {
  const manualFrom = value(SETTINGS.clockFrom, env);
  if (value(SETTINGS.clock, env) === 'system') return 'SYSTEM';
  if (production) throw new CannotStart('CLOCK=manual is refused in production.');
  return { manualFrom };
}

function issuerOf(env: Environment, production: boolean): IssuerConfig | null {
  const issuer = optional(SETTINGS.issuer, env);
  const jwks = optional(SETTINGS.jwks, env);
  const audience = value(SETTINGS.audience, env);
  const algorithms = value(SETTINGS.algorithms, env);
  if (issuer === null || jwks === null) {
    requireNoneOf(['JWT_ISSUER', 'JWT_JWKS', 'JWT_AUDIENCE', 'JWT_ALGORITHMS'], env);
    if (production) throw new CannotStart('Production needs JWT_ISSUER and JWT_JWKS.');
    return null;
  }
  if (production && /^http:/i.test(jwks))
    throw new CannotStart('JWT_JWKS must be a file or an https URL in production.');
  return { issuer, jwks, audience, algorithms };
}

// Whoever sets one of them believes that tokens of an issuer are taken, and so they must be.
function requireNoneOf(variables: readonly string[], env: Environment): void {
  const given = variables.filter((variable) => env[variable] !== undefined);
  if (given.length > 0)
    throw new CannotStart(`${given.join(' and ')} says nothing without JWT_ISSUER and JWT_JWKS.`);
}

function value<Value>(setting: Setting<Value>, env: Environment): Value {
  return parsed(setting, env[setting.variable] ?? setting.standard);
}

function optional<Value>(setting: OptionalSetting<Value>, env: Environment): Value | null {
  const given = env[setting.variable];
  return given === undefined ? null : parsed(setting, given);
}

const SHOWN_MAX = 80;

function parsed<Value>(setting: Setting<Value> | OptionalSetting<Value>, given: string): Value {
  const found = setting.parse(given);
  if (found !== undefined) return found;
  const shown = JSON.stringify(given.slice(0, SHOWN_MAX));
  const form = setting.form.replaceAll('`', '');
  throw new CannotStart(`${setting.variable} must be ${form}, and is ${shown}.`);
}
