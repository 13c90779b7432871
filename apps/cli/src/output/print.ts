/** Prints a line for whoever asked. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints one JSON document. Whole numbers that JSON does not hold are texts. */
export function printJson(
  document: unknown,
  replace: (key: string, value: unknown) => unknown = textOfBigInt,
): void {
  print(JSON.stringify(document, replace, 2));
}

function textOfBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
