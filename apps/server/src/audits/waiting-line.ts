/** How many wait in all. */
const WAITING_MAX = 1_000;
/** How many of one tenant: a tenth, so that nobody fills the line alone. */
const WAITING_OF_TENANT_MAX = 100;

/** Who waits, in the order of coming; none waits for others of a tenant that has enough already. */
export class WaitingLine<Waiting> {
  readonly #tenantOf: (waiting: Waiting) => string;
  #line: Waiting[] = [];

  constructor(tenantOf: (waiting: Waiting) => string) {
    this.#tenantOf = tenantOf;
  }

  /** Whether there was room. */
  join(waiting: Waiting): boolean {
    const tenant = this.#tenantOf(waiting);
    const own = this.#line.filter((each) => this.#tenantOf(each) === tenant).length;
    if (this.#line.length >= WAITING_MAX || own >= WAITING_OF_TENANT_MAX) return false;
    this.#line.push(waiting);
    return true;
  }

  /** Takes out the first whose tenant may have more. */
  leave(mayHaveMore: (tenantId: string) => boolean): Waiting | undefined {
    const place = this.#line.findIndex((waiting) => mayHaveMore(this.#tenantOf(waiting)));
    return place < 0 ? undefined : this.#line.splice(place, 1)[0];
  }

  /** Puts back who could not be served after all. */
  first(waiting: Waiting): void {
    this.#line.unshift(waiting);
  }

  forget(waiting: Waiting): void {
    this.#line = this.#line.filter((each) => each !== waiting);
  }

  /** Takes out all. */
  empty(): readonly Waiting[] {
    return this.#line.splice(0);
  }
}
