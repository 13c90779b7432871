import type { Instant } from '#eventsourcing';
import type { Decimal } from '../credits.ts';
import type { OverCapture } from '../wallet/terms.ts';

/** What an action costs. */
export interface Rate {
  readonly fixed?: Decimal | undefined;
  readonly unitPrice?: Readonly<Record<string, Decimal>> | undefined;
  /** Factors by setting and value. */
  readonly factors?: Readonly<Record<string, Readonly<Record<string, Decimal>>>> | undefined;
  readonly require?: readonly Requirement[] | undefined;
  readonly overCapture?: OverCapture | undefined;
  readonly free?: boolean | undefined;
  /** Usage without any of its quantities is meant, and costs nothing. */
  readonly allowNone?: boolean | undefined;
}

/** Where the settings are all as in `when`, they must be as in `then` too. */
export interface Requirement {
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly then: Readonly<Record<string, readonly string[]>>;
}

/** The price of every action from an instant on. Versions count from 1. */
export interface RateCard {
  readonly version: number;
  readonly effectiveFrom: Instant;
  readonly rates: Readonly<Record<string, Rate>>;
  /** Whether its rates of units alone refuse usage without any. Absent in cards of before. */
  readonly requiresQuantities?: true | undefined;
}

/** The versions of a tenant's rate card, oldest first. */
export interface Catalog {
  readonly cards: readonly RateCard[];
}

export const EMPTY_CATALOG: Catalog = { cards: [] };

/** The card in force at an instant: of those effective by then, the last published. */
export function cardAt({ cards }: Catalog, at: Instant): RateCard | undefined {
  return cards.findLast(({ effectiveFrom }) => effectiveFrom <= at);
}

export function cardOfVersion({ cards }: Catalog, version: number): RateCard | undefined {
  return cards.find((card) => card.version === version);
}
