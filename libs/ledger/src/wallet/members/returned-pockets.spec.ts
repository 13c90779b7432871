import { describe, expect, test } from '@jest/globals';
import {
  added,
  allocated,
  granted,
  policiesChanged,
  purchased,
  removed,
  WalletHistory,
} from '#testing';

/** The lots that the last return of a pocket names, in its order. */
function returnedLots(history: WalletHistory): readonly string[] {
  const event = history.events.findLast(({ type }) => type === 'AllocationReturned');
  const { slices } = JSON.parse(event?.data ?? '{}') as { slices: { lotId: string }[] };
  return slices.map(({ lotId }) => lotId);
}

const withPocket = (burnOrder: 'RANK_FIRST' | 'EXPIRY_FIRST'): WalletHistory =>
  new WalletHistory({ policies: { burnOrder } }).do(
    ...added('ann'),
    purchased('soon', '1.00', { until: '2026-04-01' }),
    granted('promo', '2.00', { kind: 'PROMO', until: '2026-06-01' }),
    allocated({ ann: '3.00' }),
  );

describe('a pocket that returns to the pool', () => {
  test('D1: lists its slices in burn order, by rank', () => {
    const history = withPocket('RANK_FIRST').do(removed('ann'));
    expect(returnedLots(history)).toEqual(['grant:promo', 'purchase:soon']);
  });

  test('D1: lists them by end where the policy puts the end before the rank', () => {
    const history = withPocket('EXPIRY_FIRST').do(removed('ann'));
    expect(returnedLots(history)).toEqual(['purchase:soon', 'grant:promo']);
  });

  test('D1, D20: also when the wallet changes to POOLED', () => {
    const history = withPocket('EXPIRY_FIRST').do(policiesChanged({ memberFunding: 'POOLED' }));
    expect(returnedLots(history)).toEqual(['purchase:soon', 'grant:promo']);
  });
});
