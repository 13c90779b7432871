import { atOnceDefaults, type AtOnce, type LimitName } from './limits.ts';
import { type Claimant, SharedLimit } from './shared-limit.ts';

/** Every limit that callers share, by its name. */
export type SharedLimits = Readonly<Record<LimitName, SharedLimit>>;

export function sharedLimits(atOnce: AtOnce): SharedLimits {
  const names = Object.keys(atOnceDefaults) as LimitName[];
  return Object.fromEntries(
    names.map((name) => [name, new SharedLimit(name, atOnce[name])]),
  ) as SharedLimits;
}

/** What one call has of what callers share; all of it is given back when the call ends. */
export class Places {
  readonly #limits: SharedLimits;
  readonly #claimant: Claimant;
  readonly #taken = new Map<LimitName, number>();
  #hasLeft = false;

  constructor(limits: SharedLimits, claimant: Claimant) {
    this.#limits = limits;
    this.#claimant = claimant;
  }

  /** Takes so much more of a limit, or throws LimitReached. */
  take(name: LimitName, count = 1): void {
    // What is begun for a call that has ended would never be given back.
    if (this.#hasLeft) return;
    this.#limits[name].take(this.#claimant, count);
    this.#taken.set(name, (this.#taken.get(name) ?? 0) + count);
  }

  /** Takes one of each, or nothing. */
  takeAll(names: readonly LimitName[]): void {
    try {
      for (const name of names) this.take(name);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** Gives a part back before the end. */
  giveBack(name: LimitName, count = 1): void {
    const taken = this.#taken.get(name) ?? 0;
    // What an ended call has given back is not given back again.
    const returned = Math.min(count, taken);
    this.#taken.set(name, taken - returned);
    this.#limits[name].giveBack(this.#claimant, returned);
  }

  /** The call has ended. */
  leave(): void {
    for (const [name, count] of this.#taken) this.#limits[name].giveBack(this.#claimant, count);
    this.#taken.clear();
    this.#hasLeft = true;
  }
}
