import type { Role } from '../../apps/server/src/identity/roles.ts';
import {
  openDevelopmentKey,
  signDevelopmentToken,
} from '../../apps/server/src/identity/development-key.ts';

/** Who calls: a role, and whose id the token carries. A role alone is its own id. */
export type As = Role | { readonly role: Role; readonly subject: string };

const tenant = 'acme';

const TTL_SECONDS = 86_400;

/** Signs tokens with the key in a server's data directory, each once. */
export function tokensFor(data: string): (as: As) => Promise<string> {
  const key = openDevelopmentKey({ directory: data, production: false });
  const tokens = new Map<string, Promise<string>>();
  const sign = async (role: Role, subject: string): Promise<string> => {
    const claims = { subject, tenant, roles: [role], wallets: ['*'], ttlSeconds: TTL_SECONDS };
    return signDevelopmentToken(await key, claims, Date.now());
  };
  return (as) => {
    const { role, subject } = typeof as === 'string' ? { role: as, subject: as } : as;
    const name = `${role} ${subject}`;
    const token = tokens.get(name) ?? sign(role, subject);
    tokens.set(name, token);
    return token;
  };
}
