import type { SortedMap } from '#eventsourcing';
import type { CapWindow, Credits } from '#ledger';

/** Caps by window with one set, or removed where no amount is given. */
export const withCap = (
  caps: SortedMap<Credits>,
  window: CapWindow,
  amount: Credits | undefined,
): SortedMap<Credits> => (amount === undefined ? caps.without(window) : caps.with(window, amount));
