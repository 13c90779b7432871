import type { Credits } from '#ledger';
import type { StoredForm } from '../codec.ts';

/** How many requests wait for a decision, and for how much they ask. */
export interface Pending {
  readonly count: number;
  readonly total: Credits;
}

export const NONE_PENDING: Pending = { count: 0, total: 0n };

export const oneMore = ({ count, total }: Pending, amount: Credits): Pending => ({
  count: count + 1,
  total: total + amount,
});

export const oneLess = ({ count, total }: Pending, amount: Credits): Pending => ({
  count: count - 1,
  total: total - amount,
});

export const pendingFrom = ({ count, total }: StoredForm<Pending>): Pending => ({
  count,
  total: BigInt(total),
});
