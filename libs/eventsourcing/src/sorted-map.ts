import { entriesFrom, first, inserted, removed, type Tree } from './sorted-tree.ts';

/**
 * An immutable map in the order of its keys. `with` and `without` answer a new map that shares all
 * but the changed path, so that folding an event into a large state stays cheap.
 */
export class SortedMap<Value> implements Iterable<readonly [string, Value]> {
  readonly #root: Tree<string, Value>;

  private constructor(root: Tree<string, Value>) {
    this.#root = root;
  }

  static empty<Value>(): SortedMap<Value> {
    return new SortedMap<Value>(null);
  }

  static of<Value>(entries: Iterable<readonly [string, Value]>): SortedMap<Value> {
    let root: Tree<string, Value> = null;
    for (const [key, value] of entries) root = inserted(root, key, value, inOrder);
    return new SortedMap(root);
  }

  get size(): number {
    return this.#root?.size ?? 0;
  }

  /** How many steps a look-up takes at most. */
  get height(): number {
    return this.#root?.height ?? 0;
  }

  get(key: string): Value | undefined {
    let node = this.#root;
    while (node !== null) {
      if (key === node.key) return node.value;
      node = key < node.key ? node.left : node.right;
    }
    return undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  with(key: string, value: Value): SortedMap<Value> {
    return new SortedMap(inserted(this.#root, key, value, inOrder));
  }

  without(key: string): SortedMap<Value> {
    const rest = removed(this.#root, key, inOrder);
    return rest === this.#root ? this : new SortedMap(rest);
  }

  first(): readonly [string, Value] | undefined {
    if (this.#root === null) return undefined;
    const { key, value } = first(this.#root);
    return [key, value];
  }

  [Symbol.iterator](): Generator<readonly [string, Value]> {
    return entriesFrom(this.#root, ({ key, value }) => [key, value] as const);
  }

  keys(): Generator<string> {
    return entriesFrom(this.#root, ({ key }) => key);
  }

  values(): Generator<Value> {
    return entriesFrom(this.#root, ({ value }) => value);
  }
}

function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
