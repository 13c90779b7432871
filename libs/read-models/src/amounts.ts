import type { Credits } from '#ledger';

export const totalOf = (parts: Iterable<{ readonly amount: Credits }>): Credits => {
  let total = 0n;
  for (const { amount } of parts) total += amount;
  return total;
};

export const smaller = (a: Credits, b: Credits): Credits => (a < b ? a : b);
export const larger = (a: Credits, b: Credits): Credits => (a > b ? a : b);
