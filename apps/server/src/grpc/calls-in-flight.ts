/** Counts the calls that are being answered, up to a bound. */
export class CallsInFlight {
  readonly #countMax: number;
  #count = 0;

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether there was room for one more. */
  enter(): boolean {
    if (this.#count >= this.#countMax) return false;
    this.#count += 1;
    return true;
  }

  leave(): void {
    this.#count -= 1;
  }
}
