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

/** A string as JSON writes it. */
export const quoted = (text: string): string =>
  NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text);

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function canonicalArray(items: readonly unknown[], replace?: Replacer): string {
  if (items.length === 0) return '[]';
  let text = `[${canonicalJson(items[0], replace)}`;
  for (let index = 1; index < items.length; index += 1)
    text += `,${canonicalJson(items[index], replace)}`;
  return `${text}]`;
}

function canonicalObject(value: Readonly<Record<string, unknown>>, replace?: Replacer): string {
  let text = '';
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    const label = text === '' ? labelOf(key).first : labelOf(key).later;
    text += label + canonicalJson(member, replace);
  }
  return text === '' ? '{}' : `${text}}`;
}

/** A key as it is written before its member, the first of an object or a later one. */
interface Label {
  readonly first: string;
  readonly later: string;
}

// Nearly all keys are names of fields, so what is written before a member is made once.
const labels = new Map<string, Label>();
const LABELS_MAX = 4096;

function labelOf(key: string): Label {
  const known = labels.get(key);
  if (known !== undefined) return known;
  const label = { first: `{${quoted(key)}:`, later: `,${quoted(key)}:` };
  if (labels.size < LABELS_MAX) labels.set(key, label);
  return label;
}

// Keys are few and nearly in order, and sorting them where they are takes no memory.
function sortedKeys(value: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(value);
  if (keys.length > SORTED_IN_PLACE_MAX) return keys.toSorted();
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] as string;
    let place = index;
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1)
      keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

const SORTED_IN_PLACE_MAX = 32;
