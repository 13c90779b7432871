import type { WalletCommand } from '../commands.ts';

/** What only a normal form makes: a padded amount, a quantity in shortest form, a text's HMAC. */
export type NormalText = string & { readonly normal: true };

/** What a set is once it is sorted. */
export type NormalSet = readonly string[] & { readonly normal: true };

/** A value as it is hashed: nothing in it, at any depth, is still an amount, text or set as given. */
export type Normal<Value> = Value extends string
  ? 'told' extends keyof Value
    ? NormalText
    : Value
  : Value extends readonly string[]
    ? NormalSet
    : Value extends object
      ? { readonly [Name in keyof Value]: Normal<Value[Name]> }
      : Value;

type FieldOf<Command, Name extends PropertyKey> = Command extends unknown
  ? Name extends keyof Command
    ? Exclude<Command[Name], undefined>
    : never
  : never;

type HasForm<Value> = [Value] extends [Normal<Value>] ? false : true;

type NamesOf<Command> = Command extends unknown
  ? {
      [Name in keyof Command]-?: HasForm<Exclude<Command[Name], undefined>> extends true
        ? Name
        : never;
    }[keyof Command]
  : never;

/** For each field of commands with an amount, a text or a set in it: how it is made normal. */
export type NormalFormsOf<Command, Forms> = {
  readonly [Name in NamesOf<Command>]: (
    value: FieldOf<Command, Name>,
    forms: Forms,
  ) => Normal<FieldOf<Command, Name>>;
};

export type NormalForms<Forms> = NormalFormsOf<WalletCommand, Forms>;
