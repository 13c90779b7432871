/**
 * The results of many things that are going on at once, in their order, behind one promise: what
 * `Promise.allSettled` answers, without a promise of each, which was most of what a record cost.
 */
export class Gathered<Value> {
  readonly #results: PromiseSettledResult<Value>[];
  readonly #all = Promise.withResolvers<readonly PromiseSettledResult<Value>[]>();
  #missing: number;

  constructor(count: number) {
    this.#results = new Array<PromiseSettledResult<Value>>(count);
    this.#missing = count;
    if (count === 0) this.#all.resolve([]);
  }

  /** Resolves when all results are there; never rejects. */
  get all(): Promise<readonly PromiseSettledResult<Value>[]> {
    return this.#all.promise;
  }

  /** One result is what `make` makes, now or later, or what it fails with. */
  fulfil(index: number, make: () => Value | Promise<Value>): void {
    try {
      const value = make();
      if (value instanceof Promise)
        value.then(
          (later) => this.#put(index, { status: 'fulfilled', value: later }),
          (error: unknown) => this.reject(index, error),
        );
      else this.#put(index, { status: 'fulfilled', value });
    } catch (error) {
      this.reject(index, error);
    }
  }

  reject(index: number, reason: unknown): void {
    this.#put(index, { status: 'rejected', reason });
  }

  #put(index: number, result: PromiseSettledResult<Value>): void {
    this.#results[index] = result;
    this.#missing -= 1;
    if (this.#missing === 0) this.#all.resolve(this.#results);
  }
}
