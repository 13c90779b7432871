import type { Actor, Instant } from '#eventsourcing';
import type { CatalogCommand, WalletCommand } from '#ledger';
import { START } from '../../faults/installation.ts';

/** One command, how many hours after the start it is sent, and by whom where it is not an admin. */
export type Step = readonly [hours: number, command: WalletCommand | CatalogCommand, actor?: Actor];

/**
 * What is done to one wallet, which has the story's name, or to the catalogue. A story is never
 * edited: what was stored for it is a golden file. What is new gets a story of its own.
 */
export interface Story {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** An instant some hours after the start of every story. */
export const hour = (hours: number): Instant =>
  Temporal.Instant.from(START)
    .add({ minutes: Math.round(hours * 60) })
    .toString({ fractionalSecondDigits: 9 }) as Instant;

export const day = (days: number): Instant => hour(24 * days);
