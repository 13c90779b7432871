/** An entry of a tree, and what lies below it. */
export interface Node<Key, Value> {
  readonly key: Key;
  readonly value: Value;
  readonly left: Tree<Key, Value>;
  readonly right: Tree<Key, Value>;
  readonly height: number;
  readonly size: number;
}

/**
 * An immutable balanced tree (AVL) in the order of its keys. A change answers a new tree that shares
 * all but the changed path.
 */
export type Tree<Key, Value> = Node<Key, Value> | null;

/** Negative where `a` comes first, 0 where both are the same key. */
export type Compare<Key> = (a: Key, b: Key) => number;

type Entry<Key, Value> = Pick<Node<Key, Value>, 'key' | 'value'>;

export function inserted<Key, Value>(
  tree: Tree<Key, Value>,
  key: Key,
  value: Value,
  compare: Compare<Key>,
): Node<Key, Value> {
  if (tree === null) return { key, value, left: null, right: null, height: 1, size: 1 };
  const order = compare(key, tree.key);
  if (order === 0) return join(tree.left, { key, value }, tree.right);
  return order < 0
    ? balanced(inserted(tree.left, key, value, compare), tree, tree.right)
    : balanced(tree.left, tree, inserted(tree.right, key, value, compare));
}

/** The tree without a key; the same tree where it does not have it. */
export function removed<Key, Value>(
  tree: Tree<Key, Value>,
  key: Key,
  compare: Compare<Key>,
): Tree<Key, Value> {
  if (tree === null) return null;
  const order = compare(key, tree.key);
  if (order !== 0) {
    const side = order < 0 ? tree.left : tree.right;
    const rest = removed(side, key, compare);
    if (rest === side) return tree;
    return order < 0 ? balanced(rest, tree, tree.right) : balanced(tree.left, tree, rest);
  }
  if (tree.left === null) return tree.right;
  if (tree.right === null) return tree.left;
  const successor = first(tree.right);
  return balanced(tree.left, successor, removed(tree.right, successor.key, compare));
}

export function first<Key, Value>(tree: Node<Key, Value>): Node<Key, Value> {
  let node = tree;
  while (node.left !== null) node = node.left;
  return node;
}

/** What is made of the entries, in their order, from the first that does not come before what is wanted. */
export function* entriesFrom<Key, Value, Made>(
  tree: Tree<Key, Value>,
  make: (entry: Node<Key, Value>) => Made,
  comesBefore?: (key: Key) => boolean,
): Generator<Made> {
  const waiting: Node<Key, Value>[] = [];
  let node = tree;
  while (node !== null) {
    if (comesBefore?.(node.key) === true) node = node.right;
    else {
      waiting.push(node);
      node = node.left;
    }
  }
  for (;;) {
    const next = waiting.pop();
    if (next === undefined) return;
    yield make(next);
    for (node = next.right; node !== null; node = node.left) waiting.push(node);
  }
}

function height(tree: Tree<unknown, unknown>): number {
  return tree === null ? 0 : tree.height;
}

function join<Key, Value>(
  left: Tree<Key, Value>,
  { key, value }: Entry<Key, Value>,
  right: Tree<Key, Value>,
): Node<Key, Value> {
  return {
    key,
    value,
    left,
    right,
    height: 1 + Math.max(height(left), height(right)),
    size: 1 + (left?.size ?? 0) + (right?.size ?? 0),
  };
}

function balanced<Key, Value>(
  left: Tree<Key, Value>,
  entry: Entry<Key, Value>,
  right: Tree<Key, Value>,
): Node<Key, Value> {
  if (left !== null && left.height > height(right) + 1) {
    if (height(left.left) >= height(left.right))
      return join(left.left, left, join(left.right, entry, right));
    const middle = left.right as Node<Key, Value>;
    return join(join(left.left, left, middle.left), middle, join(middle.right, entry, right));
  }
  if (right !== null && right.height > height(left) + 1) {
    if (height(right.right) >= height(right.left))
      return join(join(left, entry, right.left), right, right.right);
    const middle = right.left as Node<Key, Value>;
    return join(join(left, entry, middle.left), middle, join(middle.right, right, right.right));
  }
  return join(left, entry, right);
}
