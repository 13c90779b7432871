import { LimitReached } from './limit-reached.ts';

/** Who takes something: a caller of a tenant, or an address whose tenant is not known. */
export interface Claimant {
  readonly tenant: string | null;
  readonly caller: string;
}

const tenths = { tenant: 5, caller: 1, callerAlone: 4 };

/**
 * Something that there is only so much of at once, shared by all callers. A tenant has at most a
 * half of it and a caller a tenth, or four tenths while nobody else has any: so a tenth is always
 * left for the others of its tenant, and a half for other tenants. What a caller has when others
 * come it keeps, and gets no more of it.
 */
export class SharedLimit {
  readonly #name: string;
  readonly #max: number;
  readonly #tenants = new Map<string, number>();
  readonly #callers = new Map<string, number>();
  #count = 0;

  constructor(name: string, max: number) {
    this.#name = name;
    this.#max = max;
  }

  /** How much is taken in all. */
  get count(): number {
    return this.#count;
  }

  /** Takes so much, or nothing: LimitReached says whose limit it is. */
  take({ tenant, caller }: Claimant, count = 1): void {
    const own = this.#callers.get(caller) ?? 0;
    const isAlone = this.#count === own;
    const callerMax = this.#share(isAlone ? tenths.callerAlone : tenths.caller);
    if (own + count > callerMax) throw new LimitReached(this.#name, 'CALLER', callerMax);
    const ofTenant = tenant === null ? 0 : (this.#tenants.get(tenant) ?? 0);
    const tenantMax = this.#share(tenths.tenant);
    if (ofTenant + count > tenantMax) throw new LimitReached(this.#name, 'TENANT', tenantMax);
    if (this.#count + count > this.#max) throw new LimitReached(this.#name, 'SERVER', this.#max);
    this.#count += count;
    this.#callers.set(caller, own + count);
    if (tenant !== null) this.#tenants.set(tenant, ofTenant + count);
  }

  /** Gives back what was taken. */
  giveBack({ tenant, caller }: Claimant, count = 1): void {
    this.#count -= count;
    subtract(this.#callers, caller, count);
    if (tenant !== null) subtract(this.#tenants, tenant, count);
  }

  #share(parts: number): number {
    return Math.max(1, Math.floor((this.#max * parts) / 10));
  }
}

// Nobody who has nothing is remembered.
function subtract(counts: Map<string, number>, name: string, count: number): void {
  const left = (counts.get(name) ?? 0) - count;
  if (left > 0) counts.set(name, left);
  else counts.delete(name);
}
