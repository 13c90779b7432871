import { describe, expect, test } from '@jest/globals';
import { callerIn, MalformedClaim } from './claims.ts';

const claims = { sub: 'ada', tenant: 'acme', roles: ['member'], wallets: ['w1'], exp: 60 };

describe('R-23 reading the caller from claims', () => {
  test('says who, of which tenant, with which roles and wallets', () => {
    expect(callerIn({ ...claims, roles: ['member', 'admin'], wallets: ['w1', 'w2'] })).toEqual({
      subject: 'ada',
      tenant: 'acme',
      roles: new Set(['member', 'admin']),
      wallets: new Set(['w1', 'w2']),
      actor: { type: 'ADMIN', id: 'ada' },
      expiresAtMs: 60_000,
    });
  });

  test('reads a lone star as every wallet', () => {
    expect(callerIn({ ...claims, wallets: ['*'] }).wallets).toBe('*');
  });

  test('takes ids and tenants of the longest allowed form', () => {
    const sub = `A.z_9:~-${'x'.repeat(120)}`;
    const tenant = `a-9${'x'.repeat(61)}`;
    expect(callerIn({ ...claims, sub, tenant })).toMatchObject({ subject: sub, tenant });
  });

  test.each(['sub', 'tenant', 'roles', 'wallets', 'exp'])('refuses claims without %s', (claim) => {
    expect(() => callerIn({ ...claims, [claim]: undefined })).toThrow(MalformedClaim);
  });

  const malformed: readonly [string, unknown][] = [
    ['sub', ''],
    ['sub', 'x'.repeat(129)],
    ['sub', 'ada lovelace'],
    ['sub', 'ada\n'],
    ['tenant', 'Acme'],
    ['tenant', 'acme/other'],
    ['tenant', 'x'.repeat(65)],
    ['tenant', ['acme']],
    ['roles', 'admin'],
    ['roles', ['member', 'owner']],
    ['roles', ['toString']],
    ['roles', [['admin']]],
    ['wallets', '*'],
    ['wallets', ['*', 'w1']],
    ['wallets', ['w1', 2]],
    ['wallets', ['w/1']],
  ];

  test.each(malformed)('refuses as %s the value %j', (claim, value) => {
    expect(() => callerIn({ ...claims, [claim]: value })).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`"${claim}"`) }),
    );
  });
});
