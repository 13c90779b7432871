import { describe, expect, test } from '@jest/globals';
import { granted, policiesChanged, WalletHistory } from '#testing';
import { DEFAULT_POLICIES, policiesOf } from './policies.ts';

const rankOf = (history: WalletHistory, lotId: string): number | undefined =>
  [...history.state.lots].find((lot) => lot.lotId === lotId)?.rank;

describe('ranks', () => {
  test('D1: of kinds that a change does not name stay as they were set', () => {
    const history = new WalletHistory().do(
      policiesChanged({ ranks: { ROLLOVER: 38 } }),
      policiesChanged({ ranks: { PROMO: 3 } }),
      granted('rolled', '1.00', { kind: 'ROLLOVER' }),
      granted('promo', '1.00', { kind: 'PROMO' }),
    );
    expect(rankOf(history, 'grant:rolled')).toBe(38);
    expect(rankOf(history, 'grant:promo')).toBe(3);
  });

  test('are stored merged, so that folding stays what it is', () => {
    const history = new WalletHistory().do(
      policiesChanged({ ranks: { ROLLOVER: 38 } }),
      policiesChanged({ ranks: { PROMO: 3 } }),
    );
    expect(JSON.parse(history.events.at(-1)?.data ?? '')).toEqual({
      name: 'ranks',
      from: { ROLLOVER: 38 },
      to: { ROLLOVER: 38, PROMO: 3 },
    });
  });

  test('that are as asked already stay, whatever else is set', () => {
    const history = new WalletHistory().do(
      policiesChanged({ ranks: { ROLLOVER: 38, PROMO: 3 } }),
      policiesChanged({ ranks: { PROMO: 3 } }),
    );
    expect(history.events.at(-1)?.type).toBe('CommandAccepted');
  });

  test("of a wallet lie over its tenant's, kind by kind", () => {
    const tenant = { ...DEFAULT_POLICIES, ranks: { PROMO: 5, MONTHLY: 7 } };
    expect(policiesOf({ ranks: { PROMO: 3 } }, tenant).ranks).toEqual({ PROMO: 3, MONTHLY: 7 });
    expect(policiesOf({ strictUsage: true }, tenant).ranks).toEqual({ PROMO: 5, MONTHLY: 7 });
  });
});
