import type { SortedMap } from '#eventsourcing';
import type { Credits } from '#ledger';

export const totalOf = (parts: Iterable<{ readonly amount: Credits }>): Credits => {
  let total = 0n;
  for (const { amount } of parts) total += amount;
  return total;
};

/** A map of amounts with one changed; what becomes zero leaves. */
export function plusAmount(
  amounts: SortedMap<Credits>,
  key: string,
  amount: Credits,
): SortedMap<Credits> {
  const sum = (amounts.get(key) ?? 0n) + amount;
  return sum === 0n ? amounts.without(key) : amounts.with(key, sum);
}

export const smaller = (a: Credits, b: Credits): Credits => (a < b ? a : b);
export const larger = (a: Credits, b: Credits): Credits => (a > b ? a : b);
