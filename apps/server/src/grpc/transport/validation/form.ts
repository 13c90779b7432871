import { getMetadataStorage, ValidateIf, ValidateNested } from 'class-validator';

/** A class whose decorated properties say what a message must be like. */
export type Form = new () => object;

/** A message as it was decoded, by the names of its fields. */
export type Fields = Readonly<Record<string, unknown>>;

type CasesOf<Value> =
  NonNullable<Value> extends { readonly $case: infer Case extends string } ? Case : never;

/**
 * The properties that a message's form must have: one for each field, so that a new field cannot
 * be forgotten. The fields of a oneof are properties of their own, beside one of the oneof's name.
 */
export type FormOf<Message> = {
  [Name in keyof Message & string as Name | CasesOf<Message[Name]>]: unknown;
};

const formsOfFields = new WeakMap<object, Map<string, Form>>();
const oneofsOfFields = new WeakMap<object, Map<string, string>>();

/** The field is a message, or a list or map of messages, with a form of its own. */
export const Nested =
  (form: Form): PropertyDecorator =>
  (prototype, property) => {
    entriesOf(formsOfFields, prototype).set(String(property), form);
    ValidateNested()(prototype, String(property));
  };

/** The field belongs to a oneof: it has a value only where it is the one that was chosen. */
export const CaseOf =
  (oneof: string): PropertyDecorator =>
  (prototype, property) => {
    entriesOf(oneofsOfFields, prototype).set(String(property), oneof);
    WhenGiven()(prototype, property);
  };

/** What follows holds only where the field is set. */
export const WhenGiven = (): PropertyDecorator =>
  ValidateIf((_message: unknown, value: unknown) => value !== undefined);

/** The form of a field that is a message. */
export const formOfField = (form: Form, field: string): Form | undefined =>
  lookUp(formsOfFields, form, field);

/** The oneof that a field belongs to. */
const oneofOfField = (form: Form, field: string): string | undefined =>
  lookUp(oneofsOfFields, form, field);

/** Whether a property of a form stands for a oneof, which is no field of its message. */
export function isOneof(form: Form, property: string): boolean {
  return prototypesOf(form).some((prototype) =>
    [...(oneofsOfFields.get(prototype)?.values() ?? [])].includes(property),
  );
}

/** What class-validator knows of a form, in the order in which it looks at the properties. */
export function rulesOf(form: Form): ReadonlyMap<string, readonly Rule[]> {
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(form, '', false, false);
  return new Map(Object.entries(storage.groupByPropertyName(rules)));
}

export type Rule = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

/** How a field is read from a message. */
export function reader(form: Form, field: string): (message: Fields) => unknown {
  const oneof = oneofOfField(form, field);
  if (oneof === undefined) return (message) => message[field];
  return (message) => {
    const chosen = message[oneof] as
      { readonly $case: string; readonly value: unknown } | undefined;
    return chosen?.$case === field ? chosen.value : undefined;
  };
}

/** A message as an instance of its form, which is what class-validator looks at. */
export function filledIn(form: Form, message: Fields): object {
  const filled = new form() as Record<string, unknown>;
  for (const field of Object.keys(filled)) {
    const value = reader(form, field)(message);
    const nested = formOfField(form, field);
    filled[field] = nested === undefined ? value : filledInside(nested, value);
  }
  return filled;
}

function filledInside(form: Form, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: Fields) => filledIn(form, item));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [key, filledIn(form, item as Fields)] as const));
  return value === undefined ? undefined : filledIn(form, value as Fields);
}

function entriesOf<Value>(
  store: WeakMap<object, Map<string, Value>>,
  prototype: object,
): Map<string, Value> {
  const entries = store.get(prototype) ?? new Map<string, Value>();
  store.set(prototype, entries);
  return entries;
}

function lookUp<Value>(
  store: WeakMap<object, Map<string, Value>>,
  form: Form,
  property: string,
): Value | undefined {
  for (const prototype of prototypesOf(form)) {
    const value = store.get(prototype)?.get(property);
    if (value !== undefined) return value;
  }
  return undefined;
}

function prototypesOf(form: Form): readonly object[] {
  const prototypes: object[] = [];
  for (
    let prototype = form.prototype as object | null;
    prototype !== null;
    prototype = Object.getPrototypeOf(prototype) as object | null
  )
    prototypes.push(prototype);
  return prototypes;
}
