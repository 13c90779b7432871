import { SortedMap } from '#eventsourcing';
import type { Credits, Slice } from '#ledger';

/** A document as its JSON has it: amounts are decimal strings of minor units, maps are lists. */
export type StoredForm<Value> = Value extends string
  ? Value
  : Value extends bigint
    ? string
    : Value extends SortedMap<infer Each>
      ? readonly (readonly [string, StoredForm<Each>])[]
      : Value extends object
        ? { readonly [Key in keyof Value]: StoredForm<Value[Key]> }
        : Value;

/**
 * A document as JSON. The fields of a document come in one order and are `null` rather than left
 * out, so that the same document has the same bytes, however often it was read and written.
 */
export const encodeDocument = (content: unknown): string => JSON.stringify(content, jsonValue);

export const parseDocument = <Content>(body: string): StoredForm<Content> =>
  JSON.parse(body) as StoredForm<Content>;

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof SortedMap ? [...(value as SortedMap<unknown>)] : value;
}

/** What `encodeDocument` makes of slices, for documents written often enough to say it by name. */
export const slicesTo = (slices: readonly Slice[]): readonly StoredForm<Slice>[] =>
  slices.map((slice) => ({ ...slice, amount: String(slice.amount) }));

export const amountOrNull = (stored: string | null): Credits | null =>
  stored === null ? null : BigInt(stored);

export const slicesFrom = (stored: readonly StoredForm<Slice>[]): readonly Slice[] =>
  stored.map((slice) => ({ ...slice, amount: BigInt(slice.amount) }));

export function mapFrom<Item, Each>(
  stored: readonly (readonly [string, Item])[],
  read: (item: Item) => Each,
): SortedMap<Each> {
  return SortedMap.of(stored.map(([key, item]) => [key, read(item)] as const));
}

export const amountsFrom = (stored: readonly (readonly [string, string])[]): SortedMap<Credits> =>
  mapFrom(stored, BigInt);
