import type { Mutant } from './mutant.ts';

const wallet = (file: string): string => `libs/ledger/src/wallet/${file}`;

/** Where credit comes from, goes to and how much of it. */
export const money: readonly Mutant[] = [
  {
    name: 'the burn order ignores ranks',
    file: wallet('lots/burn-order.ts'),
    from: 'a.rank - b.rank || byExpiry(a, b) || byRest(a, b);',
    to: 'byExpiry(a, b) || byRest(a, b);',
    spec: wallet('lots/burn-order.spec.ts'),
  },
  {
    name: 'the dearer lot is used first',
    file: wallet('lots/burn-order.ts'),
    from: 'compare(costOf(a) * b.costBasis, costOf(b) * a.costBasis)',
    to: 'compare(costOf(b) * a.costBasis, costOf(a) * b.costBasis)',
    spec: wallet('lots/burn-order.spec.ts'),
  },
  {
    name: 'a lot ends a moment after its end',
    file: wallet('lots/lots.ts'),
    from: 'expiresAt !== null && expiresAt <= at;',
    to: 'expiresAt !== null && expiresAt < at;',
    spec: wallet('due/due.spec.ts'),
  },
  {
    name: 'restricted credit does not pay for its own actions either',
    file: wallet('lots/lots.ts'),
    from: 'restrictedTo.includes(action)',
    to: 'restrictedTo.length < 0',
    spec: wallet('usage/consume.spec.ts'),
  },
  {
    name: 'the pool pays before the pocket',
    file: wallet('lots/draw.ts'),
    from: "memberFunding === 'ALLOCATED_ONLY' ? [memberId] : [memberId, null]",
    to: "memberFunding === 'ALLOCATED_ONLY' ? [memberId] : [null, memberId]",
    spec: wallet('usage/consume.spec.ts'),
  },
  {
    name: 'a price of zero is told as a free rate',
    file: wallet('usage/pricing.ts'),
    from: 'amount === 0n || undefined;',
    to: 'amount === -1n || undefined;',
    spec: wallet('usage/pricing.spec.ts'),
  },
  {
    name: 'a hold overdraws',
    file: wallet('holds/holds.ts'),
    from: 'mayOverdraw: false',
    to: 'mayOverdraw: true',
    spec: wallet('holds/holds.spec.ts'),
  },
  {
    name: 'debt is forgotten when a spend is authorised',
    file: wallet('usage/consume.ts'),
    from: 'owners.includes(null) ? debt : 0n;',
    to: 'owners.includes(null) && debt < 0n ? debt : 0n;',
    spec: wallet('usage/consume.spec.ts'),
  },
  {
    name: 'promo credit settles debt',
    file: wallet('debt/debt.ts'),
    from: "lot.kind !== 'PROMO' || debtSettledByPromo",
    to: "lot.kind !== 'PROMO' || !debtSettledByPromo",
    spec: wallet('debt/debt.spec.ts'),
  },
  {
    name: 'restricted credit settles debt',
    file: wallet('lots/lot-indices.ts'),
    from: 'if (restrictedTo.length === 0) draft.pool',
    to: 'if (restrictedTo.length < 9) draft.pool',
    spec: wallet('debt/debt.spec.ts'),
  },
  {
    name: 'a purchase settles no debt',
    file: wallet('lots/granting.ts'),
    from: `  }
  yield* settleDebt(booking);`,
    to: '  }',
    spec: wallet('debt/debt.spec.ts'),
  },
  {
    name: 'more is reversed than was consumed',
    file: wallet('usage/reversal.ts'),
    from: 'if (wanted > remaining || remaining === 0n)',
    to: 'if (remaining === 0n)',
    spec: wallet('usage/reversal.spec.ts'),
  },
  {
    name: 'a reversal keeps what its ended lot forfeits',
    file: wallet('usage/reversal.ts'),
    from: "settleReturned(booking, slices, 'AFTER_REVERSAL');",
    to: '',
    spec: wallet('usage/reversal.spec.ts'),
  },
  {
    name: 'a price is rounded down',
    file: 'libs/ledger/src/credits.ts',
    from: 'return (digits + divisor - 1n) / divisor;',
    to: 'return digits / divisor;',
    spec: 'libs/ledger/src/catalog/pricing.spec.ts',
  },
  {
    name: 'amounts are floats',
    file: 'libs/ledger/src/credits.ts',
    from: 'return BigInt(whole + ZEROS.slice(0, scale - digits));',
    to: 'return BigInt(Math.round(Number(text) * 10 ** scale));',
    spec: wallet('lots/granting.spec.ts'),
  },
  {
    name: 'lots end before others begin at the same instant',
    file: wallet('due/due.ts'),
    from: '[dueActivation(state, now), dueExpiry(state, now)]',
    to: '[dueExpiry(state, now), dueActivation(state, now)]',
    spec: wallet('due/due.spec.ts'),
  },
  {
    name: 'a removed member keeps its pocket',
    file: wallet('members/members.ts'),
    from: "returnPocket(booking, memberId, 'MEMBER_REMOVED');",
    to: '',
    spec: wallet('members/members.spec.ts'),
  },
];
