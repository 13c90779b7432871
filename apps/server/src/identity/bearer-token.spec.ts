import { describe, expect, test } from '@jest/globals';
import { bearerToken } from './bearer-token.ts';
import { Unauthenticated } from './unauthenticated.ts';

describe('the bearer token of a call', () => {
  test('is what follows the scheme, in whatever case the scheme is written', () => {
    expect(bearerToken(['Bearer aa.b-b.c_c'])).toBe('aa.b-b.c_c');
    expect(bearerToken(['bearer aa.bb.cc'])).toBe('aa.bb.cc');
  });

  const refused: readonly [string, readonly (string | Buffer)[]][] = [
    ['no authorization', []],
    ['two authorizations', ['Bearer aa.bb.cc', 'Bearer aa.bb.cc']],
    ['a binary authorization', [Buffer.from('Bearer aa.bb.cc')]],
    ['another scheme', ['Basic YWRhOmFkYQ==']],
    ['no token', ['Bearer ']],
    ['an unsigned token', ['Bearer aa.bb.']],
    ['a token with a line break', ['Bearer aa.bb.cc\n']],
    ['a token without bounds', [`Bearer aa.bb.${'c'.repeat(8_192)}`]],
  ];

  test.each(refused)('is refused for %s', (_, authorization) => {
    expect(() => bearerToken(authorization)).toThrow(Unauthenticated);
  });
});
