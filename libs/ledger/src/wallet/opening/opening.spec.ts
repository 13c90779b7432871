import { describe, test } from '@jest/globals';
import {
  added,
  allocated,
  consumed,
  given,
  givenWallet,
  granted,
  held,
  policiesChanged,
  recorded,
  requested,
  reverted,
} from '#testing';

const close = { type: 'CloseWallet' } as const;

describe('opening a wallet', () => {
  test('happens once', () => {
    given()
      .when({
        type: 'OpenWallet',
        owner: { type: 'PERSON', id: 'ann' },
        unit: { code: 'X', scale: 0 },
        currency: 'EUR',
        timeZone: 'UTC',
        policies: {},
      })
      .thenRejected({ code: 'ID_TAKEN', kind: 'WALLET' });
  });

  test('its days are those of its time zone', () => {
    givenWallet({ timeZone: 'Asia/Tokyo' })('2026-03-01T14:00')
      .when({ ...granted('g', '1'), end: { endOfLocalDay: true } })
      .thenRecorded({ type: 'CreditsGranted', expiresAt: '2026-03-01T15:00' });
  });
});

describe('changing policies', () => {
  test('is an event a policy, and takes effect at once', () => {
    given(granted('a', '10'))
      .when(policiesChanged({ overdraftLimit: '5', strictUsage: true }))
      .thenRecorded(
        { type: 'WalletPolicyChanged', name: 'overdraftLimit', from: null, to: '5' },
        { type: 'WalletPolicyChanged', name: 'strictUsage', to: true },
      );
    given(granted('a', '10'), policiesChanged({ overdraftLimit: '5' }))
      .when(consumed('c', '15'))
      .thenRecorded({ type: 'CreditsConsumed', debt: '5.00' });
  });

  test('to what they are changes nothing', () => {
    given(policiesChanged({ overdraftLimit: '5' }))
      .when(policiesChanged({ overdraftLimit: '5' }))
      .thenRecorded({ type: 'CommandAccepted', outcome: 'UNCHANGED' });
  });

  test('D20: to the pool returns all pockets in the same append', () => {
    given(...added('ann', 'bob'), granted('a', '10'), allocated({ ann: '4', bob: '3' }))
      .when(policiesChanged({ memberFunding: 'POOLED' }))
      .thenRecorded(
        { type: 'WalletPolicyChanged' },
        { type: 'AllocationReturned', memberId: 'ann', cause: 'POOLED', total: '4.00' },
        { type: 'AllocationReturned', memberId: 'bob', poolAfter: '10.00' },
      );
  });

  test('D16: so that promo settles debt does so at once', () => {
    given(recorded('u', '5'), granted('promo', '8', { kind: 'PROMO' }))
      .when(policiesChanged({ debtSettledByPromo: true }))
      .thenRecorded({ type: 'WalletPolicyChanged' }, { type: 'DebtSettled', amount: '5.00' });
  });

  test('an overdraft is an amount of the wallet', () => {
    given()
      .when(policiesChanged({ overdraftLimit: '0.001' }))
      .thenRejected({ code: 'INVALID_FIELD', field: 'policies.overdraft_limit' });
  });

  test('a window is exact', () => {
    given()
      .when(policiesChanged({ lateWindow: 'P1M' }))
      .thenRejected({ code: 'INVALID_FIELD', field: 'policies.late_window' });
  });
});

describe('closing a wallet', () => {
  test('voids what is free, cancels what is asked, and says the final figures', () => {
    given(...added('ann'), granted('a', '10'), consumed('c', '4'), requested('r', 'ann', '1'))
      .when(close)
      .thenRecorded(
        { type: 'LotVoided', amount: '6.00', balanceAfter: '0.00' },
        { type: 'RequestCancelled', cause: 'WALLET_CLOSED' },
        { type: 'WalletClosed', granted: '10.00', used: '4.00', expired: '0.00', voided: '6.00' },
      );
  });

  test('is refused while there is debt', () => {
    given(recorded('u', '5')).when(close).thenRejected({ code: 'DEBT_OPEN', debt: '5.00' });
  });

  test('is refused while holds are open', () => {
    given(granted('a', '10'), held('h', '4', { until: '2026-03-01T20:00' }))
      .when(close)
      .thenRejected({ code: 'HOLDS_OPEN', holdIds: ['h'], count: 1, held: '4.00' });
  });

  test('is the end: nothing is done any more', () => {
    for (const command of [granted('b', '1'), recorded('u', '1'), reverted('c'), close])
      given(granted('a', '10'), '2026-03-02', close, '2026-03-03')
        .when(command)
        .thenRejected({ code: 'WALLET_CLOSED', closedAt: '2026-03-02' });
  });
});
