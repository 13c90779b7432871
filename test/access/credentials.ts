import type { Role } from '../../apps/server/src/identity/roles.ts';
import {
  openDevelopmentKey,
  signDevelopmentToken,
} from '../../apps/server/src/identity/development-key.ts';

/** What a token says of its holder. */
export interface Holder {
  readonly role: Role;
  readonly subject?: string;
  readonly tenant?: string;
  readonly wallets?: readonly string[];
}

/** Signs a token with the key in a directory, which a server trusts if it is that of its data. */
export async function tokenBy(
  directory: string,
  { role, subject = role, tenant = 'acme', wallets = ['*'] }: Holder,
): Promise<string> {
  const key = await openDevelopmentKey({ directory, production: false });
  const claims = { subject, tenant, roles: [role], wallets, ttlSeconds: 3_600 };
  return signDevelopmentToken(key, claims, Date.now());
}
