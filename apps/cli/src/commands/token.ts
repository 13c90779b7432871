import { Command } from 'commander';
import type { Role } from '../../../server/src/identity/roles.ts';
import { MalformedClaim } from '../../../server/src/identity/claims.ts';
import {
  openDevelopmentKey,
  signDevelopmentToken,
} from '../../../server/src/identity/development-key.ts';
import { configFor, type CommonOptions } from '../config.ts';
import { Misuse } from '../misuse.ts';
import { print, printJson } from '../output/print.ts';

interface TokenOptions extends CommonOptions {
  readonly tenant: string;
  readonly role: readonly string[];
  readonly wallets: readonly string[];
  readonly subject: string;
  readonly ttl: string;
}

export function tokenCommand(): Command {
  return new Command('token')
    .description('sign a token with the development key of the data directory')
    .requiredOption('--tenant <tenant>', 'the tenant it is for')
    .requiredOption('--role <role...>', 'member, admin, service, finance, operator or auditor')
    .option('--wallets <wallet...>', 'the wallets it is for; * is all of the tenant', ['*'])
    .option('--subject <id>', 'who holds it; for the role member, the member', 'developer')
    .option('--ttl <duration>', 'how long it lives, such as 90s, 15m, 12h or 7d', '12h')
    .action(async (_options, command: Command) => {
      await token(command.optsWithGlobals<TokenOptions>());
    });
}

async function token(options: TokenOptions): Promise<void> {
  const { eventStore, production } = configFor(options);
  const ttlSeconds = secondsIn(options.ttl);
  const key = await openDevelopmentKey({ directory: eventStore, production });
  const nowMs = Date.now();
  const { subject, tenant, wallets } = options;
  const roles = options.role as readonly Role[];
  try {
    const signed = await signDevelopmentToken(
      key,
      { subject, tenant, roles, wallets, ttlSeconds },
      nowMs,
    );
    if (options.json !== true) return print(signed);
    const expiresAt = new Date(nowMs + ttlSeconds * 1000).toISOString();
    printJson({ token: signed, subject, tenant, roles, wallets, expiresAt });
  } catch (error) {
    if (error instanceof MalformedClaim) throw new Misuse(error.message, { cause: error });
    throw error;
  }
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

function secondsIn(ttl: string): number {
  const [, digits, unit = 's'] = /^([1-9]\d{0,8})([smhd])?$/.exec(ttl) ?? [];
  if (digits === undefined)
    throw new Misuse(`--ttl must be a duration such as 90s, 15m, 12h or 7d, not ${ttl}.`);
  return Number(digits) * SECONDS[unit as keyof typeof SECONDS];
}
