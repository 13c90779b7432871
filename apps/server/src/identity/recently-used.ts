/** Remembers a bounded number of values and forgets the one not asked for the longest. */
export class RecentlyUsed<Value> {
  // A Map keeps the order of insertion, and every use inserts anew: the first is the oldest.
  readonly #values = new Map<string, Value>();
  readonly #sizeMax: number;
  #latest: string | undefined;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    // Most calls of a busy server show the token of the call before: that one is in its place.
    if (value !== undefined && key !== this.#latest) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    this.#latest = key;
    if (this.#values.size > this.#sizeMax) this.#forgetOldest();
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  #forgetOldest(): void {
    const oldest = this.#values.keys().next();
    if (oldest.done !== true) this.#values.delete(oldest.value);
  }
}
