import type { Instant, Position } from '#eventsourcing';

/**
 * A key of several parts. They are separated by a space, which sorts before everything an id may
 * contain, so that keys sort like their parts.
 */
export const keyOf = (...parts: readonly string[]): string => parts.join(' ');

/** The range of all keys that begin with these parts; `to` is exclusive. */
export function under(...parts: readonly string[]): { readonly from: string; readonly to: string } {
  const prefix = keyOf(...parts);
  return { from: `${prefix} `, to: `${prefix}!` };
}

/** The upper end of an order that begins with an instant, that instant included. */
export const upTo = (instant: Instant): string => `${instant}!`;

const DIGITS = 20;

/** A position or a count as a text that sorts like the number. */
export const padded = (number: Position | number): string => String(number).padStart(DIGITS, '0');
