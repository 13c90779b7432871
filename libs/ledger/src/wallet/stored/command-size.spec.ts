import { describe, expect, test } from '@jest/globals';
import { added, allocated, consumed, granted, requested, WalletHistory } from '#testing';
import { Refusal } from '../../refusal.ts';
import { ENTRY_BYTES_MIN, requireFewEnough } from './command-size.ts';

const bytesOf = (history: WalletHistory, ...types: readonly string[]): number =>
  history.events
    .filter(({ type }) => types.includes(type))
    .reduce((sum, { data }) => sum + data.length, 0);

const LARGEST = 1_000_000;

describe('a command of many entries', () => {
  test('is refused by their number, before the work', () => {
    for (const entry of ['SHARE', 'APPROVAL', 'REJECTION', 'WRITE_OFF'] as const) {
      const most = Math.floor(LARGEST / ENTRY_BYTES_MIN[entry]);
      expect(() => requireFewEnough(entry, most)).not.toThrow();
      expect(() => requireFewEnough(entry, most + 1)).toThrow(Refusal);
    }
  });

  test('is never refused by their number where its events would be small enough', () => {
    const history = new WalletHistory({ scale: 0, policies: { overdraftLimit: '9' } }).do(
      ...added('a'),
      granted('g', '2'),
      allocated({ a: '1' }),
    );
    expect(ENTRY_BYTES_MIN.SHARE).toBeLessThanOrEqual(bytesOf(history, 'CreditsAllocated'));
    history.do(requested('r', 'a', '1'), { type: 'ApproveAllRequests', bestEffort: false });
    expect(ENTRY_BYTES_MIN.APPROVAL).toBeLessThanOrEqual(
      bytesOf(history, 'RequestApproved', 'CreditsAllocated') -
        bytesOf(history, 'CreditsAllocated') / 2,
    );
    history.do(requested('q', 'a', '1'), { type: 'RejectAllRequests' });
    expect(ENTRY_BYTES_MIN.REJECTION).toBeLessThanOrEqual(bytesOf(history, 'RequestRejected'));
    history.do(consumed('c', '1'), { type: 'WriteOffDebt' });
    expect(ENTRY_BYTES_MIN.WRITE_OFF).toBeLessThanOrEqual(bytesOf(history, 'DebtWrittenOff'));
  });
});
