type Bare<Prefix extends string, Value> = Value extends `${Prefix}_${infer Name}` ? Name : never;

type Meant<Name> = Exclude<Name, 'UNSPECIFIED'>;

/** A value of a wire enum as the ledger names it; what is unspecified is unset. */
export function enumFrom<Prefix extends string, Value extends string>(
  prefix: Prefix,
  value: Value | undefined,
): Meant<Bare<Prefix, Value>> | undefined {
  if (value === undefined || !value.startsWith(prefix)) return undefined;
  const name = value.slice(prefix.length + 1);
  return name === 'UNSPECIFIED' ? undefined : (name as Meant<Bare<Prefix, Value>>);
}

/** As `enumFrom`, of a value that the request's form requires. */
export function requiredEnumFrom<Prefix extends string, Value extends string>(
  prefix: Prefix,
  value: Value,
): Meant<Bare<Prefix, Value>> {
  const name = enumFrom(prefix, value);
  if (name === undefined) throw new TypeError(`${value} passed validation`);
  return name;
}

/** A value of the ledger as the wire enum names it. */
export const enumTo = <Prefix extends string, Name extends string>(
  prefix: Prefix,
  name: Name,
): `${Prefix}_${Name}` => `${prefix}_${name}`;
