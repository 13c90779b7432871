import { describe, expect, test } from '@jest/globals';
import { WalletHistory } from '#testing';

describe('the overdraft limit of a tenant', () => {
  test.each([
    ['0.5', 0, '0'],
    ['12.999', 2, '12.99'],
    ['12.5', 6, '12.5'],
  ])('%s is, in a wallet of scale %d, at most %s', (overdraftLimit, scale, amount) => {
    const wallet = new WalletHistory({ scale, tenantPolicies: { overdraftLimit } });
    if (amount !== '0') wallet.do(spend('within', amount));
    expect(() => wallet.do(spend('beyond', scale === 0 ? '1' : '0.01'))).toThrow(
      'INSUFFICIENT_CREDITS',
    );
  });
});

const spend = (consumptionId: string, amount: string) =>
  ({
    type: 'ConsumeCredits',
    consumptionId,
    action: 'image.generate',
    amount,
    quantities: {},
    settings: {},
  }) as const;
