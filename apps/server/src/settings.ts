import { resolve } from 'node:path';
import { isInstant } from '#ledger';
import type { Instant } from '#eventsourcing';
import type { Algorithm } from './identity/trusted-issuer.ts';
import {
  fileOrUrl,
  hostAndPort,
  listOf,
  oneOf,
  text,
  wholeNumber,
  type SettingForm,
} from './forms.ts';

/** One variable of the environment. docs/settings.md is made from this. */
interface Described {
  /** Its name. */
  readonly variable: string;
  /** What it is for, in words that an operator reads. */
  readonly meaning: string;
}

/** A variable that counts as `standard` where it is not set. */
export type Setting<Value> = SettingForm<Value> & Described & { readonly standard: string };

/** A variable without which there is nothing. */
export type OptionalSetting<Value> = SettingForm<Value> & Described & { readonly standard: null };

export type AnySetting = Setting<unknown> | OptionalSetting<unknown>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const MODES = ['production', 'development', 'test'] as const;
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const satisfies readonly Algorithm[];
const NAME_MAX = 128;
const URL_MAX = 2_000;
const PATH_MAX = 4_000;

const EMBEDDED = 'embedded:';

const directory: SettingForm<string> = {
  form: '`embedded:` and a directory',
  parse: (given) => {
    const path = given.slice(EMBEDDED.length);
    return given.startsWith(EMBEDDED) && path.trim() !== '' ? resolve(path) : undefined;
  },
};

const instant: SettingForm<Instant> = {
  form: 'an instant with nine digits, such as `2026-01-01T00:00:00.000000000Z`',
  parse: (given) => (isInstant(given) ? given : undefined),
};

/** Everything that the environment can say to the server and the command line. */
export const SETTINGS = {
  listen: {
    variable: 'LISTEN',
    standard: '127.0.0.1:50051',
    ...hostAndPort,
    meaning: 'where calls are taken; port 0 takes a free one',
  },
  eventStore: {
    variable: 'EVENT_STORE',
    standard: 'embedded:./data',
    ...directory,
    meaning: 'where the log lives',
  },
  readModelStore: {
    variable: 'READ_MODEL_STORE',
    standard: 'embedded:./data',
    ...directory,
    meaning: 'where the read models live',
  },
  snapshotStore: {
    variable: 'SNAPSHOT_STORE',
    standard: null,
    ...directory,
    meaning: 'where the snapshots live; not set, beside the log',
  },
  textKeyStore: {
    variable: 'TEXT_KEY_STORE',
    standard: null,
    ...directory,
    meaning: 'where the keys of texts live; not set, beside the log',
  },
  clockStore: {
    variable: 'CLOCK_STORE',
    standard: null,
    ...directory,
    meaning: 'where a manual clock keeps its time; not set, beside the log',
  },
  mode: {
    variable: 'NODE_ENV',
    standard: 'development',
    ...oneOf(MODES),
    meaning:
      '`production` takes tokens of a configured issuer only, and time from the system alone',
  },
  clock: {
    variable: 'CLOCK',
    standard: 'system',
    ...oneOf(['system', 'manual'] as const),
    meaning: '`manual`: time stands still until `ClockService` moves it; refused in production',
  },
  clockFrom: {
    variable: 'CLOCK_FROM',
    standard: '2026-01-01T00:00:00.000000000Z',
    ...instant,
    meaning: 'where a manual clock begins that was never moved',
  },
  ticker: {
    variable: 'TICKER',
    standard: 'on',
    ...oneOf(['on', 'off'] as const),
    meaning: '`off`: what is due is booked by the next command of its wallet',
  },
  issuer: {
    variable: 'JWT_ISSUER',
    standard: null,
    ...text(URL_MAX),
    meaning: 'whose tokens are taken (`iss`); needed in production, and only with `JWT_JWKS`',
  },
  jwks: {
    variable: 'JWT_JWKS',
    standard: null,
    ...fileOrUrl,
    meaning: "the issuer's public keys; in production a file or an `https` URL",
  },
  audience: {
    variable: 'JWT_AUDIENCE',
    standard: 'credits-ledger',
    ...text(URL_MAX),
    meaning: 'for whom a token must be (`aud`); only with `JWT_ISSUER`',
  },
  algorithms: {
    variable: 'JWT_ALGORITHMS',
    standard: 'EdDSA',
    ...listOf(ALGORITHMS),
    meaning: 'how a token may be signed; only with `JWT_ISSUER`',
  },
  jwksRefreshS: {
    variable: 'JWKS_REFRESH',
    standard: '60',
    ...wholeNumber(1, 86_400),
    meaning: 'after how many seconds at most a key that was withdrawn from the JWKS is refused',
  },
  tenantPolicies: {
    variable: 'TENANT_POLICIES',
    standard: null,
    ...text(PATH_MAX),
    meaning: 'a JSON file of policies by tenant, for wallets without their own',
  },
  writersMax: {
    variable: 'WRITERS_MAX',
    standard: '20000',
    ...wholeNumber(1, 10_000_000),
    meaning: 'how many wallets stay in memory',
  },
  rememberedMax: {
    variable: 'REMEMBERED_MAX',
    // About 350 bytes each, and more than so many writers can have waiting for their snapshots.
    standard: '4000000',
    ...wholeNumber(1, 1_000_000_000),
    meaning: 'how many events since the last snapshot of their wallet stay in memory, in all',
  },
  snapshotEvery: {
    variable: 'SNAPSHOT_EVERY',
    standard: '100',
    ...wholeNumber(1, 1_000_000),
    meaning: 'how many events of a wallet lie between its snapshots',
  },
  drainMs: {
    variable: 'DRAIN_MS',
    standard: '10000',
    ...wholeNumber(1, 3_600_000),
    meaning: 'how many milliseconds calls in flight may take to finish once the server ends',
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    standard: 'info',
    ...oneOf(LOG_LEVELS),
    meaning: 'how much is logged, as lines of JSON on standard output',
  },
  instance: {
    variable: 'INSTANCE',
    standard: null,
    ...text(NAME_MAX),
    meaning: "the name of this server in its log; the host's name where it is not set",
  },
} as const satisfies Readonly<Record<string, AnySetting>>;

/** Variables that only the benchmarks and the tests read. */
export const DEVELOPMENT_SETTINGS = [
  ['BENCH_ROUNDS', '5', '`npm run bench`: how often each benchmark and its echo take turns'],
  ['CONSERVATION_RUNS', '1000', 'how many sequences of commands the simulation plays'],
  ['CONSERVATION_SEED', '20260601', 'from which seed the simulation draws them'],
  ['GOLDEN', '–', '`write` makes golden files that are missing, `change` those of refusals anew'],
  ['CONSERVATION_PATH', '–', 'plays the one sequence that a failure named'],
] as const;
