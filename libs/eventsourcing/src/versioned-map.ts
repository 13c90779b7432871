/** How a version differs from the one that was made of it: one key, and what this version has there. */
interface Difference<Value> {
  readonly later: VersionedMap<Value>;
  readonly key: string;
  readonly before: Value | undefined;
}

/**
 * An immutable map without an order whose latest version is a hash map (Baker's rerooting): `with`
 * copies nothing. Earlier versions go on answering, at the price of the steps that lie between; one
 * that is changed again becomes the latest. For what grows with every event; unlike `SortedMap`, it
 * leaves next to nothing for the garbage collector.
 */
export class VersionedMap<Value> {
  #entries: Map<string, Value> | null;
  #difference: Difference<Value> | null = null;

  private constructor(entries: Map<string, Value>) {
    this.#entries = entries;
  }

  static of<Value>(entries: Iterable<readonly [string, Value]> = []): VersionedMap<Value> {
    return new VersionedMap<Value>(new Map(entries));
  }

  get size(): number {
    return VersionedMap.#taken(this).size;
  }

  get(key: string): Value | undefined {
    return VersionedMap.#find(this, key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  with(key: string, value: Value): VersionedMap<Value> {
    const entries = VersionedMap.#taken(this);
    const before = entries.get(key);
    entries.set(key, value);
    const later = new VersionedMap(entries);
    this.#entries = null;
    this.#difference = { later, key, before };
    return later;
  }

  /** What has a value of a kind, without an order. */
  where(isWanted: (value: Value) => boolean): VersionedMap<Value> {
    const entries = VersionedMap.#taken(this).entries();
    return VersionedMap.of(entries.filter(([, value]) => isWanted(value)));
  }

  /** In the order of the keys, so that equal maps are written down alike. */
  entries(): readonly (readonly [string, Value])[] {
    return [...VersionedMap.#taken(this)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  static #find<Value>(from: VersionedMap<Value>, key: string): Value | undefined {
    let version = from;
    while (version.#difference !== null) {
      if (version.#difference.key === key) return version.#difference.before;
      version = version.#difference.later;
    }
    return version.#entries?.get(key);
  }

  // Takes the hash map back from the version that has it, undoing step by step what was done since.
  static #taken<Value>(from: VersionedMap<Value>): Map<string, Value> {
    const between: VersionedMap<Value>[] = [];
    let version = from;
    while (version.#difference !== null) {
      between.push(version);
      version = version.#difference.later;
    }
    const entries = version.#entries as Map<string, Value>;
    for (const earlier of between.toReversed()) {
      const { later, key, before } = earlier.#difference as Difference<Value>;
      later.#difference = { later: earlier, key, before: entries.get(key) };
      later.#entries = null;
      if (before === undefined) entries.delete(key);
      else entries.set(key, before);
      earlier.#entries = entries;
      earlier.#difference = null;
    }
    return entries;
  }
}
