import type { JWTPayload } from 'jose';
import type { Role } from './roles.ts';
import { actorOf, type Caller } from './caller.ts';

/** A claim that is missing or not of the form the ledger reads. */
export class MalformedClaim extends Error {
  override readonly name = 'MalformedClaim';

  constructor(claim: string, form: string) {
    super(`The claim "${claim}" must be ${form}.`);
  }
}

/** Reads who is calling from claims whose signature, issuer, audience and times were verified. */
export function callerIn({ sub, tenant, roles, wallets, exp }: JWTPayload): Caller {
  if (!isId(sub)) throw new MalformedClaim('sub', 'an id');
  if (!isTenant(tenant)) throw new MalformedClaim('tenant', '1 to 64 of a-z, 0-9 and -');
  if (exp === undefined) throw new MalformedClaim('exp', 'a time');
  const rolesHeld = rolesIn(roles);
  return {
    subject: sub,
    tenant,
    roles: rolesHeld,
    wallets: walletsIn(wallets),
    actor: actorOf(sub, rolesHeld),
    expiresAtMs: exp * 1_000,
  };
}

function rolesIn(claim: unknown): ReadonlySet<Role> {
  if (!Array.isArray(claim) || !claim.every(isRole))
    throw new MalformedClaim('roles', `a list of ${Object.keys(roleNames).join(', ')}`);
  return new Set(claim);
}

function walletsIn(claim: unknown): Caller['wallets'] {
  if (!Array.isArray(claim)) throw new MalformedClaim('wallets', walletsForm);
  if (claim.length === 1 && claim[0] === '*') return '*';
  if (!claim.every(isId)) throw new MalformedClaim('wallets', walletsForm);
  return new Set(claim);
}

const walletsForm = 'a list of ids, or ["*"]';

// A record, so that a role added to the type must be added here.
const roleNames: Readonly<Record<Role, true>> = {
  member: true,
  admin: true,
  service: true,
  finance: true,
  operator: true,
  auditor: true,
};

const isRole = (value: unknown): value is Role =>
  typeof value === 'string' && Object.hasOwn(roleNames, value);

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9._:~-]{1,128}$/.test(value);

const isTenant = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value);
