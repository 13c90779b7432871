import type { Instant, SortedMap } from '#eventsourcing';
import type { WalletEvent } from '../events.ts';

type Scalar = Instant | bigint | boolean | number | string | null | undefined;
type Within<Value> = Value extends readonly (infer Item)[] ? Item : Value;

/** The names of all amounts in some data, at any depth. Maps by member are told apart. */
export type AmountNameIn<Data> = Data extends Scalar | SortedMap<unknown>
  ? never
  : {
      [Name in keyof Data]-?:
        | ([Extract<Data[Name], bigint>] extends [never] ? never : Name)
        | AmountNameIn<Within<Data[Name]>>;
    }[keyof Data];

/** The names of all maps of amounts by member in some data, at any depth. */
export type PocketsNameIn<Data> = Data extends Scalar | SortedMap<unknown>
  ? never
  : {
      [Name in keyof Data]-?:
        | ([Extract<Data[Name], SortedMap<unknown>>] extends [never] ? never : Name)
        | PocketsNameIn<Within<Data[Name]>>;
    }[keyof Data];

/** The names of what has amounts within it, at any depth. */
export type NestedNameIn<Data> = Data extends Scalar | SortedMap<unknown>
  ? never
  : {
      [Name in keyof Data]-?:
        | ([AmountNameIn<Within<Data[Name]>>] extends [never] ? never : Name)
        | NestedNameIn<Within<Data[Name]>>;
    }[keyof Data];

/** Every name, and none besides: an event with a new one does not compile before it is listed. */
export type TableOf<Name extends PropertyKey> = Readonly<Record<Name, true>>;

export type AmountName = AmountNameIn<WalletEvent['data']>;
export type NestedName = NestedNameIn<WalletEvent['data']>;
export type PocketsName = PocketsNameIn<WalletEvent['data']>;
