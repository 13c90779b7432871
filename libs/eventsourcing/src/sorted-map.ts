interface Node<Value> {
  readonly key: string;
  readonly value: Value;
  readonly left: Node<Value> | null;
  readonly right: Node<Value> | null;
  readonly height: number;
  readonly size: number;
}

type Tree<Value> = Node<Value> | null;

/**
 * An immutable map in the order of its keys (an AVL tree). `with` and `without` answer a new map
 * that shares all but the changed path, so that folding an event into a large state stays cheap.
 */
export class SortedMap<Value> implements Iterable<readonly [string, Value]> {
  readonly #root: Tree<Value>;

  private constructor(root: Tree<Value>) {
    this.#root = root;
  }

  static empty<Value>(): SortedMap<Value> {
    return new SortedMap<Value>(null);
  }

  static of<Value>(entries: Iterable<readonly [string, Value]>): SortedMap<Value> {
    let root: Tree<Value> = null;
    for (const [key, value] of entries) root = insert(root, key, value);
    return new SortedMap(root);
  }

  get size(): number {
    return this.#root?.size ?? 0;
  }

  /** How many steps a look-up takes at most. */
  get height(): number {
    return height(this.#root);
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
    return new SortedMap(insert(this.#root, key, value));
  }

  without(key: string): SortedMap<Value> {
    return this.has(key) ? new SortedMap(remove(this.#root, key)) : this;
  }

  first(): readonly [string, Value] | undefined {
    let node = this.#root;
    while (node !== null && node.left !== null) node = node.left;
    return node === null ? undefined : [node.key, node.value];
  }

  *[Symbol.iterator](): Generator<readonly [string, Value]> {
    const waiting: Node<Value>[] = [];
    let node = this.#root;
    while (node !== null || waiting.length > 0) {
      while (node !== null) {
        waiting.push(node);
        node = node.left;
      }
      const next = waiting.pop() as Node<Value>;
      yield [next.key, next.value];
      node = next.right;
    }
  }

  *keys(): Generator<string> {
    for (const [key] of this) yield key;
  }

  *values(): Generator<Value> {
    for (const [, value] of this) yield value;
  }
}

function height(tree: Tree<unknown>): number {
  return tree === null ? 0 : tree.height;
}

function join<Value>(
  left: Tree<Value>,
  { key, value }: { readonly key: string; readonly value: Value },
  right: Tree<Value>,
): Node<Value> {
  return {
    key,
    value,
    left,
    right,
    height: 1 + Math.max(height(left), height(right)),
    size: 1 + (left?.size ?? 0) + (right?.size ?? 0),
  };
}

function balance<Value>(
  left: Tree<Value>,
  entry: { readonly key: string; readonly value: Value },
  right: Tree<Value>,
): Node<Value> {
  if (left !== null && left.height > height(right) + 1) {
    if (height(left.left) >= height(left.right))
      return join(left.left, left, join(left.right, entry, right));
    const middle = left.right as Node<Value>;
    return join(join(left.left, left, middle.left), middle, join(middle.right, entry, right));
  }
  if (right !== null && right.height > height(left) + 1) {
    if (height(right.right) >= height(right.left))
      return join(join(left, entry, right.left), right, right.right);
    const middle = right.left as Node<Value>;
    return join(join(left, entry, middle.left), middle, join(middle.right, right, right.right));
  }
  return join(left, entry, right);
}

function insert<Value>(tree: Tree<Value>, key: string, value: Value): Node<Value> {
  if (tree === null) return { key, value, left: null, right: null, height: 1, size: 1 };
  if (key === tree.key) return join(tree.left, { key, value }, tree.right);
  return key < tree.key
    ? balance(insert(tree.left, key, value), tree, tree.right)
    : balance(tree.left, tree, insert(tree.right, key, value));
}

function remove<Value>(tree: Tree<Value>, key: string): Tree<Value> {
  if (tree === null) return null;
  if (key < tree.key) return balance(remove(tree.left, key), tree, tree.right);
  if (key > tree.key) return balance(tree.left, tree, remove(tree.right, key));
  if (tree.left === null) return tree.right;
  if (tree.right === null) return tree.left;
  let successor = tree.right;
  while (successor.left !== null) successor = successor.left;
  return balance(tree.left, successor, remove(tree.right, successor.key));
}
