/** How to say what JSON has no word for, such as a bigint, in values that JSON has. */
export type Replacer = (value: unknown) => unknown;

/**
 * The RFC 8785 text of a JSON value: keys in UTF-16 order, no spaces, numbers and strings as
 * ECMAScript writes them. Members that are `undefined` are left out. What JSON cannot say (bigints,
 * objects of a class) is what `replace` makes of it.
 * @throws TypeError for what JSON cannot say, without a replacer.
 */
export function canonicalJson(value: unknown, replace?: Replacer): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item, replace)).join(',')}]`;
  if (isPlain(value)) return canonicalObject(value, replace);
  if (replace === undefined) throw new TypeError(`JSON has no ${typeof value}`);
  return canonicalJson(replace(value), replace);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function canonicalObject(value: Readonly<Record<string, unknown>>, replace?: Replacer): string {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${canonicalJson(member, replace)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}
