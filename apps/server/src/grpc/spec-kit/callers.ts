import { Metadata } from '@grpc/grpc-js';
import type { Role } from '../../identity/access.ts';
import { actorOf, type Caller } from '../../identity/caller.ts';

/** A token for specs: its role, its subject and its wallets are what it reads. */
const tokenFor = (role: Role, subject = 'ann', wallets = 'all'): string =>
  `${role}.${subject}.${wallets}`;

/** The metadata of a call with such a token. */
export function calledBy(role: Role, subject?: string, wallets?: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${tokenFor(role, subject, wallets)}`);
  return metadata;
}

export function callerOf(token: string): Caller | undefined {
  const [role, subject, wallets] = token.split('.');
  if (role === undefined || subject === undefined || wallets === undefined) return undefined;
  const roles = new Set([role as Role]);
  return {
    subject,
    tenant: 'acme',
    roles,
    wallets: wallets === 'all' ? '*' : new Set([wallets]),
    actor: actorOf(subject, roles),
  };
}
