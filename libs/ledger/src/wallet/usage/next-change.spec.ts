import { describe, expect, test } from '@jest/globals';
import { added, allocated, consumed, granted, held, utc, WalletHistory } from '#testing';
import { Refusal, type NextChange } from '../../refusal.ts';

/** What a spend that is too much is told of the next change. */
function nextChangeFor(history: WalletHistory, by?: string): NextChange | null | undefined {
  try {
    history.do(consumed('c', '1000.00', by === undefined ? {} : { by }));
  } catch (error) {
    if (error instanceof Refusal && error.reason.code === 'INSUFFICIENT_CREDITS')
      return error.reason.nextChange;
    throw error;
  }
  return undefined;
}

const two = (): WalletHistory =>
  new WalletHistory().do(
    ...added('ann', 'bob'),
    granted('soon', '10.00', { until: '2026-03-02' }),
    granted('later', '5.00', { until: '2026-03-05' }),
    allocated({ ann: '10.00' }),
  );

describe('the next change that a refusal names', () => {
  test('is not of another member’s pocket', () => {
    const pool = { at: utc('2026-03-05'), id: 'grant:later', amount: -500n };
    expect(nextChangeFor(two(), 'bob')).toMatchObject({ ...pool, cause: 'LOT_EXPIRY' });
    expect(nextChangeFor(two())).toMatchObject(pool);
    const own = { at: utc('2026-03-02'), id: 'grant:soon', amount: -1000n };
    expect(nextChangeFor(two(), 'ann')).toMatchObject(own);
  });

  test('D20: is of the pocket alone where that alone pays', () => {
    const history = new WalletHistory({ policies: { memberFunding: 'ALLOCATED_ONLY' } }).do(
      ...added('ann'),
      granted('pool', '5.00', { until: '2026-03-02' }),
    );
    expect(nextChangeFor(history, 'ann')).toBeNull();
  });

  test('D2: is of lots alone that pay for the action', () => {
    const other = { from: '2026-03-02', restrictedTo: ['logo.make'] };
    const history = new WalletHistory().do(granted('other', '5.00', other));
    expect(nextChangeFor(history)).toBeNull();
  });

  test('of a hold is what returns to the payer, if anything does', () => {
    const until = '2026-03-01T10:00';
    const history = two().do(held('h', '12.00', { until, by: 'ann' }));
    const hold = { at: utc(until), cause: 'HOLD_DEADLINE', id: 'h' };
    expect(nextChangeFor(history, 'ann')).toEqual({ ...hold, amount: 1200n });
    expect(nextChangeFor(history)).toEqual({ ...hold, amount: 200n });
  });

  test('D6: of a hold is nothing where its lot has ended by then', () => {
    const lot = granted('short', '5.00', { until: '2026-03-01T08:00' });
    const history = new WalletHistory().do(lot, held('h', '5.00', { until: '2026-03-01T10:00' }));
    expect(nextChangeFor(history)).toBeNull();
  });
});
