import { describe, expect, test } from '@jest/globals';
import { mayCall, missingRpcs, reachOf, unknownRpcs } from './access.ts';
import type { Role } from './roles.ts';

const roles: readonly Role[] = ['member', 'admin', 'service', 'finance', 'operator', 'auditor'];
const as = (...held: Role[]) => ({ roles: new Set(held) });
const holdersOf = (rpc: string) => roles.filter((role) => mayCall(rpc, as(role)));

describe('R-23 the table of roles and RPCs', () => {
  test.each([
    ['WalletService/OpenWallet', ['service', 'operator']],
    ['WalletService/CloseWallet', ['operator']],
    ['WalletService/GrantCredits', ['finance', 'operator']],
    ['WalletService/RecordPurchase', ['service', 'finance']],
    ['WalletService/WriteOffDebt', ['finance']],
    ['WalletService/GetWallet', roles],
    ['UsageService/ConsumeCredits', ['service']],
    ['HoldService/ReleaseHold', ['service']],
    ['MemberService/RemoveMember', ['admin', 'service']],
    ['MemberService/AllocateCredits', ['admin']],
    ['RequestService/RequestCredits', ['member', 'service']],
    ['ReportService/ListLots', ['admin', 'service', 'finance', 'operator', 'auditor']],
    ['AuditService/ExportStream', ['operator', 'auditor']],
    ['AuditService/ErasePerson', ['operator']],
    ['ClockService/SetTime', ['operator']],
  ])('gives %s to %j and to nobody else', (rpc, holders) => {
    expect(holdersOf(rpc)).toEqual(holders);
  });

  test('gives nobody an RPC that is not in the table', () => {
    expect(mayCall('UsageService/StealCredits', as(...roles))).toBe(false);
    expect(mayCall('constructor', as(...roles))).toBe(false);
  });

  test('gives nothing to a caller without roles', () => {
    expect(mayCall('ClockService/GetTime', as())).toBe(false);
  });

  test('names the RPCs that it lacks', () => {
    const served = ['UsageService/ConsumeCredits', 'UsageService/StealCredits', 'toString'];
    expect(missingRpcs(served)).toEqual(['UsageService/StealCredits', 'toString']);
  });

  test('names its rows for RPCs that are not served', () => {
    const all = unknownRpcs([]);
    expect(all).toHaveLength(52);
    expect(unknownRpcs(all.filter((rpc) => rpc !== 'HoldService/GetHold'))).toEqual([
      'HoldService/GetHold',
    ]);
  });
});

describe('R-23 how far a caller reaches', () => {
  test.each([
    ['RequestService/ListRequests', 'own'],
    ['RequestService/RequestCredits', 'own'],
    ['ReportService/ListTransactions', 'own'],
    ['ReportService/WatchBalance', 'own-and-shared'],
    ['UsageService/QuoteUsage', 'own-and-shared'],
    ['WalletService/GetWallet', 'all'],
    ['ReportService/ListLots', null],
  ])('with %s a member reaches %s', (rpc, reach) => {
    expect(reachOf(rpc, as('member'))).toBe(reach);
  });

  test('another role that has the RPC reaches every row', () => {
    expect(reachOf('ReportService/ListTransactions', as('auditor'))).toBe('all');
  });

  test('a member with another role reaches as far as the wider one', () => {
    expect(reachOf('ReportService/GetBalance', as('member', 'admin'))).toBe('all');
  });

  test('a role without the RPC adds nothing to what a member reaches', () => {
    expect(reachOf('RequestService/WithdrawRequest', as('member', 'admin'))).toBe('own');
  });
});
