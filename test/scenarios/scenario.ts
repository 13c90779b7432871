import type { Policies } from '#contracts';
import type { Action } from './action.ts';
import type { View } from './view.ts';

/** An example: what was there, what is done, and what must come of it. All of it is data. */
export interface Scenario {
  /** "scenario 53 (D6): …" or the ids of the requirements that it proves. */
  readonly title: string;
  /** The local date of its first day, from midnight on. */
  readonly day: string;
  /** The wallet's zone; UTC if not given. */
  readonly zone?: string;
  /** The wallet's owner; an organisation if not given. */
  readonly owner?: 'person';
  readonly policies?: Partial<Policies>;
  /** What is done at the beginning, each accepted. */
  readonly given?: readonly Action[];
  readonly steps: readonly Step[];
  /** Whether it must come out the same, event by event, where nothing is booked by itself. */
  readonly alsoWithoutTicker?: true;
}

/** A row of a scenario: go to a time, do something, look at what comes of it. */
export interface Step {
  readonly at?: string;
  readonly when?: Action;
  /** What the answer must say, of all that it says. */
  readonly answers?: object;
  /** The reason of the refusal, and what its details must say. */
  readonly refused?: Refusal;
  /** What is done at the same time, and how many of it are accepted. */
  readonly race?: { readonly accepted: number; readonly racers: readonly Racer[] };
  readonly shows?: View;
}

export type Refusal = readonly [reason: string, details?: object];

/** One of those who act at the same time: what follows if it wins, what it hears if it loses. */
export interface Racer {
  readonly when: Action;
  readonly refused: Refusal;
  readonly shows?: View;
}
