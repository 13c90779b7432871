import type { Role } from './roles.ts';

/** Who a verified credential says is calling, and what for. */
export interface Caller {
  readonly subject: string;
  readonly tenant: string;
  readonly roles: ReadonlySet<Role>;
  /** The wallets the caller may name; any other looks missing to it. */
  readonly wallets: '*' | ReadonlySet<string>;
  readonly actor: CallerActor;
  /** When its credential ends, in milliseconds since 1970; streams end then. */
  readonly expiresAtMs: number;
}

/** How the history names the caller. The system never calls: it has no credential. */
export interface CallerActor {
  readonly type: 'USER' | 'SERVICE' | 'ADMIN';
  readonly id: string;
}

export function walletInClaim({ wallets }: Caller, walletId: string): boolean {
  return wallets === '*' || wallets.has(walletId);
}

/** A service is one whatever else it is; an administrator, the customer's or ours, is no user. */
export function actorOf(subject: string, roles: ReadonlySet<Role>): CallerActor {
  if (roles.has('service')) return { type: 'SERVICE', id: subject };
  return { type: roles.isSubsetOf(onlyMember) ? 'USER' : 'ADMIN', id: subject };
}

const onlyMember: ReadonlySet<Role> = new Set<Role>(['member']);
