import { SortedMap } from './sorted-map.ts';
import { VersionedMap } from './versioned-map.ts';

/** A folded state as JSON: bigints and maps keep their kind, so that reading gives it back. */
export function encodeState(state: unknown): string {
  return JSON.stringify(state, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { $n: String(value) };
    if (value instanceof SortedMap) return { $m: [...(value as SortedMap<unknown>)] };
    if (value instanceof VersionedMap) return { $v: (value as VersionedMap<unknown>).entries() };
    return hasTag(value) ? { $o: entriesOf(value) } : value;
  });
}

/** @throws SyntaxError for what is no JSON. */
export function decodeState(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const { $n, $m, $v, $o } = value as Tagged;
    if ($n !== undefined) return BigInt($n);
    if ($m !== undefined) return SortedMap.of($m);
    if ($v !== undefined) return VersionedMap.of($v);
    return $o === undefined ? value : Object.fromEntries($o);
  });
}

interface Tagged {
  readonly $n?: string;
  readonly $m?: readonly [string, unknown][];
  readonly $v?: readonly [string, unknown][];
  readonly $o?: readonly [string, unknown][];
}

const entriesOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, member]) => member !== undefined);

// An object that has such a member of its own is written as its entries.
const hasTag = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  ('$n' in value || '$m' in value || '$v' in value || '$o' in value);
