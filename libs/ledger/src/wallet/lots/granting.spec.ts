import { describe, test } from '@jest/globals';
import { added, allocated, consumed, given, granted, purchased, utc } from '#testing';

describe('granting and recording purchases', () => {
  test('a purchase is a lot with its cost, and its bonus one of its own that cost nothing', () => {
    given()
      .when({
        ...purchased('p', '100'),
        bonus: { kind: 'PROMO', amount: '20', end: { never: true }, restrictedTo: [] },
      })
      .thenRecorded(
        { type: 'CreditsPurchased', lotId: 'purchase:p', amount: '100.00', rank: 30 },
        {
          type: 'CreditsPurchased',
          lotId: 'purchase:p/bonus',
          bonusOfLotId: 'purchase:p',
          cost: { currency: 'EUR', minorUnits: '0' },
          balanceAfter: '120.00',
        },
      );
  });

  test('I9: a purchase is recorded once', () => {
    given(purchased('p', '100'))
      .when(purchased('p', '100'))
      .thenRejected({ code: 'ID_TAKEN', kind: 'LOT', id: 'purchase:p' });
  });

  test('D3: a lot pays from its start on, and not at its end', () => {
    const may = granted('may', '10', { from: '2026-05-01', until: '2026-06-01' });
    given(may, '2026-04-30T23:59')
      .when(consumed('c', '1'))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '0.00' });
    given(may, '2026-05-01')
      .when(consumed('c', '1'))
      .thenRecorded({ type: 'CreditsConsumed', slices: ['1.00 of grant:may'] });
    given(may, '2026-06-01')
      .when(consumed('c', '1'))
      .thenRejected({ code: 'INSUFFICIENT_CREDITS', available: '0.00' });
  });

  test('a lot that begins later makes no row yet', () => {
    given()
      .when(granted('later', '10', { from: '2026-05-01' }))
      .thenRecorded({
        type: 'CreditsGranted',
        balanceStands: '0.00',
        availableStands: '0.00',
      });
  });

  test('a lot that has ended already lapses in the same append', () => {
    given()
      .when(granted('past', '10', { from: '2026-01-01', until: '2026-02-01' }))
      .thenRecorded(
        { type: 'CreditsGranted', occurredAt: '2026-01-01', balanceAfter: '10.00' },
        { type: 'LotExpired', cause: 'DUE', occurredAt: '2026-02-01', balanceAfter: '0.00' },
      );
  });

  test('a lot cannot end before it begins', () => {
    given()
      .when(granted('g', '10', { from: '2026-05-01', until: '2026-05-01' }))
      .thenRejected({ code: 'INVALID_FIELD', field: 'end' });
  });

  test('calendar rule 7: an end can be that of the local month', () => {
    given('2026-03-10')
      .when({ ...granted('g', '10'), end: { endOfLocalMonth: true } })
      .thenRecorded({ type: 'CreditsGranted', expiresAt: '2026-04-01' });
  });

  test('an amount has no more digits than the wallet', () => {
    given().when(granted('g', '0.001')).thenRejected({ code: 'INVALID_FIELD', field: 'amount' });
  });

  test('amounts are exact to the last digit', () => {
    given(granted('g', '90071992547409.93'))
      .when(consumed('c', '0.01'))
      .thenRecorded({ type: 'CreditsConsumed', balanceAfter: '90071992547409.92' });
  });

  test('an amount within another field is named by its place', () => {
    given()
      .when({
        ...purchased('p', '1'),
        bonus: { kind: 'PROMO', amount: '0.001', end: { never: true }, restrictedTo: [] },
      })
      .thenRejected({ code: 'INVALID_FIELD', field: 'bonus.amount' });
    given(...added('ann'))
      .when(allocated({ ann: '0.001' }))
      .thenRejected({ code: 'INVALID_FIELD', field: 'amounts[ann]' });
  });

  test('a cost is in the currency of the wallet', () => {
    given()
      .when({ ...purchased('p', '1'), cost: { currency: 'USD', minorUnits: '1' } })
      .thenRejected({ code: 'INVALID_FIELD', field: 'cost.currency' });
  });

  test('a start in the past is dated then', () => {
    given('2026-03-05')
      .when({ ...granted('g', '10'), effectiveAt: utc('2026-03-02') })
      .thenRecorded({ type: 'CreditsGranted', occurredAt: '2026-03-02' });
  });
});
