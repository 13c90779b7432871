import { SortedMap } from './sorted-map.ts';

/** A folded state as JSON: bigints and sorted maps keep their kind, so that reading gives it back. */
export function encodeState(state: unknown): string {
  return JSON.stringify(state, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { $n: String(value) };
    if (value instanceof SortedMap) return { $m: [...(value as SortedMap<unknown>)] };
    return value;
  });
}

/** @throws SyntaxError for what is no JSON. */
export function decodeState(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const tagged = value as { readonly $n?: string; readonly $m?: [string, unknown][] };
    if (typeof tagged.$n === 'string') return BigInt(tagged.$n);
    return Array.isArray(tagged.$m) ? SortedMap.of(tagged.$m) : value;
  });
}
