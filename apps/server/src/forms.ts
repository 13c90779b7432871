/** What a value of the environment may look like, in words and in code. */
export interface SettingForm<Value> {
  /** Completes "must be …". */
  readonly form: string;
  /** The value, or `undefined` where the text has another form. */
  readonly parse: (given: string) => Value | undefined;
}

// Surrounding blanks, 0x10 and 1e3 are numbers to `Number`, and never what was meant.
const DECIMAL = /^(?:0|[1-9]\d{0,14})$/;

export const wholeNumber = (min: number, max: number): SettingForm<number> => ({
  form: `a whole number from ${min} to ${max}`,
  parse: (given) => {
    const value = Number(given);
    return DECIMAL.test(given) && value >= min && value <= max ? value : undefined;
  },
});

export const oneOf = <Value extends string>(values: readonly Value[]): SettingForm<Value> => ({
  form: listed(values),
  parse: (given) => values.find((value) => value === given),
});

export const listOf = <Value extends string>(
  values: readonly Value[],
): SettingForm<readonly Value[]> => ({
  form: `one or more of ${values.map((value) => `\`${value}\``).join(', ')}, separated by commas`,
  parse: (given) => {
    const parts = given.split(',');
    const known = values.filter((value) => parts.includes(value));
    return known.length === parts.length ? known : undefined;
  },
});

export const text = (lengthMax: number): SettingForm<string> => ({
  form: `a text of 1 to ${lengthMax} characters`,
  parse: (given) => (given.trim() !== '' && given.length <= lengthMax ? given : undefined),
});

const PORT_MAX = 65_535;

export const hostAndPort: SettingForm<string> = {
  form: 'a host and a port, such as `127.0.0.1:50051` or `[::1]:50051`',
  parse: (given) => {
    const port = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(given)?.[1];
    return port !== undefined && Number(port) <= PORT_MAX ? given : undefined;
  },
};

const isUrl = (given: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(given);

export const fileOrUrl: SettingForm<string> = {
  form: 'the path of a file, or an `https://` or `http://` URL',
  parse: (given) => {
    if (given.trim() === '') return undefined;
    return !isUrl(given) || (/^https?:/i.test(given) && URL.canParse(given)) ? given : undefined;
  },
};

function listed(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``);
  return quoted.length === 1
    ? `${quoted[0]}`
    : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
