import Table from 'cli-table3';

/** A column: its name, and whether it holds figures or times, which are never broken. */
export interface Column {
  readonly name: string;
  readonly of?: 'FIGURES' | 'TIMES' | undefined;
}

/** No line is longer. */
const WIDTH_MAX = 100;
const GAP = 2;
const COLUMN_MIN = 6;

/** Rows under the names of their columns. What is too long for its column goes on below. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const made = new Table({
    head: columns.map(({ name }) => name),
    colWidths: [...widthsOf(columns, rows)],
    colAligns: columns.map((column) => (column.of === 'FIGURES' ? 'right' : 'left')),
    wordWrap: true,
    wrapOnWordBoundary: false,
    chars: { ...NO_LINES, mid: '─' },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': GAP },
  });
  made.push(...rows.map((row) => [...row]));
  const lines = made.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A table of what a thing is: a name and a value on each line. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + GAP;
  const room = WIDTH_MAX - width;
  return rows.flatMap(([name, value]) => wrapped(name.padEnd(width), value, room)).join('\n');
}

function wrapped(name: string, value: string, room: number): readonly string[] {
  const lines = value.match(new RegExp(`.{1,${room}}`, 'gu')) ?? ['-'];
  return lines.map((line, index) => `${index === 0 ? name : ' '.repeat(name.length)}${line}`);
}

// Columns are as wide as what they hold; where that is too much, the widest text gives way.
function widthsOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly number[] {
  const widths = columns.map(
    ({ name }, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)) + GAP,
  );
  const texts = [...columns.keys()].filter((index) => columns[index]?.of === undefined);
  for (;;) {
    const total = widths.reduce((sum, width) => sum + width, 0);
    const widest = texts.reduce(
      (found, index) => ((widths[index] ?? 0) > (widths[found] ?? 0) ? index : found),
      texts[0] ?? 0,
    );
    const width = widths[widest] ?? 0;
    if (total <= WIDTH_MAX || width <= COLUMN_MIN) return widths;
    widths[widest] = width - 1;
  }
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
} as const;
