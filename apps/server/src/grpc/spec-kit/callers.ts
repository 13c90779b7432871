import { Metadata } from '@grpc/grpc-js';
import type { Role } from '../../identity/roles.ts';
import { actorOf, type Caller } from '../../identity/caller.ts';

/** A token for specs: its role and tenant, its subject and its wallets are what it reads. */
const tokenFor = (role: string, subject = 'ann', wallets = 'all'): string =>
  `${role}.${subject}.${wallets}`;

/** The metadata of a call with such a token. */
export function calledBy(role: Role, subject?: string, wallets?: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${tokenFor(role, subject, wallets)}`);
  return metadata;
}

/** The metadata of a call of somebody of another tenant. */
export function calledFrom(tenant: string, role: Role, subject?: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${tokenFor(`${role}-${tenant}`, subject)}`);
  return metadata;
}

export function callerOf(token: string): Caller | undefined {
  const [held, subject, wallets] = token.split('.');
  const [role, tenant = 'acme'] = held?.split('-') ?? [];
  if (role === undefined || subject === undefined || wallets === undefined) return undefined;
  const roles = new Set([role as Role]);
  return {
    subject,
    tenant,
    roles,
    wallets: wallets === 'all' ? '*' : new Set([wallets]),
    actor: actorOf(subject, roles),
    expiresAtMs: Infinity,
  };
}
