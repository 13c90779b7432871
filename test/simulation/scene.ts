import type { Dice } from './dice.ts';
import type { Minute } from './naive/commands.ts';
import type { NaiveWallet } from './naive/wallet.ts';

export const HOUR = 60;
export const DAY = 24 * HOUR;
export const MEMBERS = ['ann', 'bob', 'cyd'] as const;

/** What a random command is made from: chance, and the wallet as it is. */
export interface Scene {
  readonly dice: Dice;
  readonly wallet: NaiveWallet;
  readonly now: Minute;
}
