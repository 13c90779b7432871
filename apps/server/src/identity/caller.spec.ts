import { describe, expect, test } from '@jest/globals';
import type { Role } from './roles.ts';
import { actorOf, type Caller, walletInClaim } from './caller.ts';

const callerOf = (wallets: Caller['wallets']): Caller => ({
  subject: 'ada',
  tenant: 'acme',
  roles: new Set<Role>(['member']),
  wallets,
  expiresAtMs: 0,
  actor: { type: 'USER', id: 'ada' },
});

describe('R-23 the wallets in a claim', () => {
  test('a caller may name a wallet of its claim', () => {
    expect(walletInClaim(callerOf(new Set(['w1', 'w2'])), 'w2')).toBe(true);
  });

  test('a caller may name no wallet outside its claim', () => {
    expect(walletInClaim(callerOf(new Set(['w1'])), 'w2')).toBe(false);
    expect(walletInClaim(callerOf(new Set()), 'w1')).toBe(false);
  });

  test('a caller with the star may name any wallet', () => {
    expect(walletInClaim(callerOf('*'), 'w9')).toBe(true);
  });
});

describe('the actor of a caller', () => {
  const cases: readonly [readonly Role[], string][] = [
    [['member'], 'USER'],
    [['admin'], 'ADMIN'],
    [['finance'], 'ADMIN'],
    [['operator'], 'ADMIN'],
    [['auditor'], 'ADMIN'],
    [['member', 'admin'], 'ADMIN'],
    [['service'], 'SERVICE'],
    [['service', 'operator'], 'SERVICE'],
    [[], 'USER'],
  ];

  test.each(cases)('who holds %j acts as %s', (roles, type) => {
    expect(actorOf('ada', new Set(roles))).toEqual({ type, id: 'ada' });
  });
});
