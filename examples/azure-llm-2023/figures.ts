/** One figure of the demo: what it is, what it must be and what was found. */
export interface Figure {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** Every figure that was checked. */
export class Figures {
  readonly all: Figure[] = [];

  check(what: string, found: unknown, expected: unknown): void {
    this.all.push({ what, found: text(found), expected: text(expected) });
  }

  /** Checks several figures of one thing by their names. */
  checkAll(what: string, found: object, expected: object): void {
    const foundByName = new Map<string, unknown>(Object.entries(found));
    for (const [name, value] of Object.entries(expected))
      this.check(`${what}: ${name}`, foundByName.get(name), value);
  }

  get wrong(): readonly Figure[] {
    return this.all.filter(({ expected, found }) => expected !== found);
  }
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'bigint'
    ? value.toString()
    : (JSON.stringify(value) ?? 'nothing');
