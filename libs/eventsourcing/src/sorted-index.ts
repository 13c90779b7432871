import { entriesFrom, first, inserted, removed, type Compare, type Tree } from './sorted-tree.ts';

/**
 * An immutable set in an order of its own: no two items in it compare as equal. `with` and `without`
 * answer a new one that shares all but the changed path.
 */
export class SortedIndex<Item> implements Iterable<Item> {
  readonly #root: Tree<Item, null>;
  readonly #compare: Compare<Item>;

  private constructor(root: Tree<Item, null>, compare: Compare<Item>) {
    this.#root = root;
    this.#compare = compare;
  }

  static by<Item>(compare: Compare<Item>): SortedIndex<Item> {
    return new SortedIndex(null, compare);
  }

  get size(): number {
    return this.#root?.size ?? 0;
  }

  with(item: Item): SortedIndex<Item> {
    return new SortedIndex(inserted(this.#root, item, null, this.#compare), this.#compare);
  }

  without(item: Item): SortedIndex<Item> {
    const rest = removed(this.#root, item, this.#compare);
    return rest === this.#root ? this : new SortedIndex(rest, this.#compare);
  }

  first(): Item | undefined {
    return this.#root === null ? undefined : first(this.#root).key;
  }

  [Symbol.iterator](): Generator<Item> {
    return this.from();
  }

  /** The items from the first that does not come before what is wanted. */
  from(comesBefore?: (item: Item) => boolean): Generator<Item> {
    return entriesFrom(this.#root, ({ key }) => key, comesBefore);
  }
}

/** Two lists that are each in an order, as one in that order. */
export function* merged<Item>(
  left: Iterable<Item>,
  right: Iterable<Item>,
  compare: Compare<Item>,
): Generator<Item> {
  const [lefts, rights] = [left[Symbol.iterator](), right[Symbol.iterator]()];
  let [a, b] = [lefts.next(), rights.next()];
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && compare(a.value, b.value) <= 0)) {
      yield a.value as Item;
      a = lefts.next();
    } else {
      yield b.value;
      b = rights.next();
    }
  }
}
