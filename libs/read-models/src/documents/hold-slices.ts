import type { Slice } from '#ledger';
import { smaller, totalOf } from '../amounts.ts';

/** A hold's slices without the first ones, which a capture took. */
export function lessSlices(slices: readonly Slice[], taken: readonly Slice[]): readonly Slice[] {
  let left = totalOf(taken);
  const rest: Slice[] = [];
  for (const slice of slices) {
    const part = smaller(slice.amount, left);
    left -= part;
    if (part < slice.amount) rest.push({ ...slice, amount: slice.amount - part });
  }
  return rest;
}
