import { describe, expect, test } from '@jest/globals';
import { added, policiesChanged, removed, requested, WalletHistory } from '#testing';
import { Refusal } from '../../refusal.ts';

const reasonOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
  return undefined;
};

const asked = (memberId: string, count: number) =>
  Array.from({ length: count }, (_, index) => requested(`${memberId}-${index}`, memberId, '1.00'));

describe('requests that are pending', () => {
  test('are at most a hundred of one member, whatever others ask', () => {
    const history = new WalletHistory().do(...added('ann', 'bob'), ...asked('ann', 100));
    expect(reasonOf(() => history.do(requested('r', 'ann', '1.00')))).toEqual({
      code: 'TOO_MANY_REQUESTS_PENDING',
      memberId: 'ann',
      pending: 100,
      maximum: 100,
    });
    history.do(requested('r', 'bob', '1.00'));
  });

  test('make room when one of them is decided or withdrawn', () => {
    const history = new WalletHistory().do(...added('ann'), ...asked('ann', 100));
    history.do({ type: 'RejectRequest', requestId: 'ann-3' }, requested('r1', 'ann', '1.00'));
    const withdrawn = { type: 'WithdrawRequest', requestId: 'ann-4', memberId: 'ann' } as const;
    history.do(withdrawn, requested('r2', 'ann', '1.00'));
    expect(history.state.requests.size).toBe(100);
  });

  test('of a removed member count no more when it is added again', () => {
    const history = new WalletHistory().do(...added('ann'), ...asked('ann', 100), removed('ann'));
    history.do(...added('ann'), requested('r', 'ann', '1.00'));
    expect(history.state.requests.size).toBe(1);
  });

  test('D20: cannot be made where members spend from the pool alone', () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      policiesChanged({ memberFunding: 'POOLED' }),
    );
    expect(reasonOf(() => history.do(requested('r', 'ann', '1.00')))).toEqual({
      code: 'ALLOCATION_NOT_USED',
    });
  });
});
