import type { Instant } from '#eventsourcing';
import { formatCredits, type Credits } from '#ledger';

/** An instant to the second, in UTC. */
export const timeText = (instant: Instant | null): string =>
  instant === null ? '-' : `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;

/** An instant to the minute, in UTC. */
export const minuteText = (instant: Instant | null): string => timeText(instant).slice(0, 16);

/** How amounts of one wallet are written. Nothing is written as a dash, to be overlooked. */
export function amountsOf(scale: number): (amount: Credits) => string {
  return (amount) => (amount === 0n ? '-' : formatCredits(amount, scale));
}

export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
