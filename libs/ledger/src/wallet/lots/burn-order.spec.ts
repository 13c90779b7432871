import { describe, test } from '@jest/globals';
import { consumed, given, givenPolicies, granted, purchased } from '#testing';

const spend = consumed('c', '15');
const paidBy = (...slices: readonly string[]) => ({ type: 'CreditsConsumed', slices });

describe('the burn order (D1)', () => {
  test('is that of ranks: promo before a grant before what was bought', () => {
    given(purchased('p', '10'), granted('admin', '10'), granted('promo', '10', { kind: 'PROMO' }))
      .when(consumed('c', '25'))
      .thenRecorded(paidBy('10.00 of grant:promo', '10.00 of grant:admin', '5.00 of purchase:p'));
  });

  test('takes the lower rank first, though it ends later', () => {
    given(
      granted('monthly', '10', { kind: 'MONTHLY', until: '2026-03-02' }),
      granted('promo', '10', { kind: 'PROMO' }),
    )
      .when(spend)
      .thenRecorded(paidBy('10.00 of grant:promo', '5.00 of grant:monthly'));
  });

  test('takes the end before the rank where the policy says so', () => {
    givenPolicies({ burnOrder: 'EXPIRY_FIRST' })(
      granted('promo', '10', { kind: 'PROMO' }),
      granted('monthly', '10', { kind: 'MONTHLY', until: '2026-03-02' }),
    )
      .when(spend)
      .thenRecorded(paidBy('10.00 of grant:monthly', '5.00 of grant:promo'));
  });

  test('takes the earlier end of one rank first, and what never ends last', () => {
    given(
      granted('never', '10'),
      granted('june', '10', { until: '2026-06-01' }),
      granted('may', '10', { until: '2026-05-01' }),
    )
      .when(consumed('c', '25'))
      .thenRecorded(paidBy('10.00 of grant:may', '10.00 of grant:june', '5.00 of grant:never'));
  });

  test('takes the lower unit cost of one end first', () => {
    given(purchased('dear', '10'), purchased('cheap', '100'))
      .when(consumed('c', '105'))
      .thenRecorded(paidBy('100.00 of purchase:cheap', '5.00 of purchase:dear'));
  });

  test('takes the earlier start first, then the earlier made', () => {
    given(
      granted('second', '10'),
      granted('third', '10'),
      granted('first', '10', { from: '2026-02-01' }),
    )
      .when(consumed('c', '25'))
      .thenRecorded(paidBy('10.00 of grant:first', '10.00 of grant:second', '5.00 of grant:third'));
  });

  test('is that of the ranks that the wallet gives its kinds', () => {
    givenPolicies({ ranks: { PURCHASED: 1 } })(granted('admin', '10'), purchased('p', '10'))
      .when(spend)
      .thenRecorded(paidBy('10.00 of purchase:p', '5.00 of grant:admin'));
  });
});
