import { describe, expect, test } from '@jest/globals';
import {
  added,
  allocated,
  captured,
  consumed,
  granted,
  held,
  recorded,
  removed,
  reversed,
  WalletHistory,
} from '#testing';
import type { WalletCommand } from '../commands.ts';

const freeOf = (history: WalletHistory, lotId: string) => {
  const lot = history.state.lots.get(lotId);
  return { pool: lot?.free.pool, ann: lot?.free.pockets.get('ann') ?? 0n };
};

const dataOf = (history: WalletHistory, type: string): unknown =>
  JSON.parse(history.events.findLast((event) => event.type === type)?.data ?? 'null');

const release: WalletCommand = { type: 'ReleaseHold', holdId: 'h' };
const UNTIL = '2026-03-01T10:00';
const again: readonly WalletCommand[] = [removed('ann'), ...added('ann')];

/** Ann holds 4 of her pocket of 10, was removed and added again, and has a new pocket of 3. */
const withOldHold = (): WalletHistory =>
  new WalletHistory().do(
    ...added('ann'),
    granted('g', '10.00'),
    allocated({ ann: '10.00' }),
    held('h', '4.00', { until: UNTIL, by: 'ann' }),
    ...again,
    allocated({ ann: '3.00' }),
  );

describe('what a member had before it was removed and added again', () => {
  test('D13: is the pool’s when an old hold is released, the new pocket stays, all at one instant', () => {
    const history = withOldHold().do(release);
    expect(freeOf(history, 'grant:g')).toEqual({ pool: 700n, ann: 300n });
    expect(dataOf(history, 'AllocationReturned')).toMatchObject({
      memberId: 'ann',
      cause: 'AFTER_RELEASE',
      slices: [{ lotId: 'grant:g', memberId: 'ann', amount: '4.00' }],
      total: '4.00',
    });
  });

  test('D8, D13: is the pool’s when an old hold comes to its deadline', () => {
    const history = withOldHold().at(UNTIL).bookDue();
    expect(freeOf(history, 'grant:g')).toEqual({ pool: 700n, ann: 300n });
  });

  test('D13: is the pool’s when the rest of a capture is released', () => {
    const history = withOldHold().do(captured('h', 'c', { amount: '1.00' }));
    expect(freeOf(history, 'grant:g')).toEqual({ pool: 600n, ann: 300n });
  });

  test('D13: is the pool’s when a consumption of before is reversed', () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      granted('g', '10.00'),
      allocated({ ann: '10.00' }),
      consumed('c', '4.00', { by: 'ann' }),
      ...again,
      reversed('c'),
    );
    expect(freeOf(history, 'grant:g')).toEqual({ pool: 1000n, ann: 0n });
  });

  test('D7, D13: is the pool’s when a capture of an old hold, cut to what that held, is reversed', () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      granted('g', '10.00'),
      allocated({ ann: '10.00' }),
      { ...held('h', '4.00', { until: UNTIL, by: 'ann' }), overCapture: 'OVERFLOW' },
      ...again,
      allocated({ ann: '3.00' }),
      captured('h', 'c', { amount: '6.00' }),
      reversed('c', '3.00'),
    );
    expect(freeOf(history, 'grant:g')).toEqual({ pool: 600n, ann: 300n });
    history.do(reversed('c'));
    expect(freeOf(history, 'grant:g')).toEqual({ pool: 700n, ann: 300n });
  });

  test('D13: does not touch what was held or spent since it was added again', () => {
    const history = new WalletHistory().do(
      ...added('ann'),
      ...again,
      granted('g', '10.00'),
      allocated({ ann: '10.00' }),
      held('h', '4.00', { until: UNTIL, by: 'ann' }),
      consumed('c', '4.00', { by: 'ann' }),
      release,
      reversed('c'),
    );
    expect(freeOf(history, 'grant:g')).toEqual({ pool: 0n, ann: 1000n });
  });

  test('D11, D13: is the pool’s when late usage reopens what had expired in the former pocket', () => {
    const history = new WalletHistory()
      .do(
        ...added('ann'),
        granted('g', '10.00', { until: '2026-03-02' }),
        allocated({ ann: '10.00' }),
      )
      .at('2026-03-02')
      .do(...again, recorded('c', '4.00', { at: '2026-03-01T12:00', by: 'ann' }));
    expect(dataOf(history, 'CreditsConsumed')).toMatchObject({
      slices: [{ lotId: 'grant:g', amount: '4.00' }],
      debt: '0.00',
    });
    history.do(reversed('c'));
    const lot = history.state.lots.get('grant:g');
    expect(lot?.expired.pool).toBe(400n);
    expect(lot?.expired.pockets.get('ann')).toBe(600n);
  });

  test('D11: what expired in the present pocket is reopened as the member’s own', () => {
    const history = new WalletHistory()
      .do(
        ...added('ann'),
        ...again,
        granted('g', '10.00', { until: '2026-03-02' }),
        allocated({ ann: '10.00' }),
      )
      .at('2026-03-02')
      .do(recorded('c', '4.00', { at: '2026-03-01T12:00', by: 'ann' }));
    expect(dataOf(history, 'CreditsConsumed')).toMatchObject({
      slices: [{ lotId: 'grant:g', memberId: 'ann', amount: '4.00' }],
    });
  });
});
