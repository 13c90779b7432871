/** How to say what JSON has no word for, such as a bigint, in values that JSON has. */
export type Replacer = (value: unknown) => unknown;

/**
 * The RFC 8785 text of a JSON value: keys in UTF-16 order, no spaces, numbers and strings as
 * ECMAScript writes them. Members that are `undefined` are left out. What JSON cannot say (bigints,
 * objects of a class) is what `replace` makes of it.
 * @throws TypeError for what JSON cannot say, without a replacer.
 */
export function canonicalJson(value: unknown, replace?: Replacer): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return canonicalArray(value, replace);
  if (isPlain(value)) return canonicalObject(value, replace);
  if (replace === undefined) throw new TypeError(`JSON has no ${typeof value}`);
  return canonicalJson(replace(value), replace);
}

// Every event passes here: most texts need no escapes, and to see that is cheaper than to look for them.
const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;

const quoted = (text: string): string =>
  NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text);

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function canonicalArray(items: readonly unknown[], replace?: Replacer): string {
  let text = '[';
  for (const item of items) text += `${text === '[' ? '' : ','}${canonicalJson(item, replace)}`;
  return `${text}]`;
}

function canonicalObject(value: Readonly<Record<string, unknown>>, replace?: Replacer): string {
  let text = '{';
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member !== undefined)
      text += `${text === '{' ? '' : ','}${quoted(key)}:${canonicalJson(member, replace)}`;
  }
  return `${text}}`;
}

function sortedKeys(value: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index] as string) < (keys[index - 1] as string)) return keys.toSorted();
  return keys;
}
