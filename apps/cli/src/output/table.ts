import Table from 'cli-table3';

/** A column: its name, and whether it holds figures or times, which are never broken. */
export interface Column {
  readonly name: string;
  readonly of?: 'FIGURES' | 'TIMES' | undefined;
}

/** No line is longer, nor longer than the terminal is wide. */
const WIDTH_MAX = 100;
const WIDTH_MIN = 20;
const GAP = 2;
const COLUMN_MIN = 6;

/** How wide lines may be where they go to. */
const lineWidth = (): number =>
  Math.max(Math.min(process.stdout.columns ?? WIDTH_MAX, WIDTH_MAX), WIDTH_MIN);

/**
 * Rows under the names of their columns. What is too long for its column goes on below; where not
 * even that fits, each row is a paragraph of names and values.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = lineWidth(),
): string {
  const widths = widthsOf(columns, rows, width);
  if (widths.reduce((sum, each) => sum + each, 0) > width) return stacked(columns, rows, width);
  const made = new Table({
    head: columns.map(({ name }) => name),
    colWidths: [...widths],
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

// A value that is not there needs no line.
function stacked(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const paragraphs = rows.map((row) =>
    facts(
      columns.flatMap(({ name }, index) => {
        const value = row[index] ?? '';
        return value === '' ? [] : [[name, value] as const];
      }),
      width,
    ),
  );
  return paragraphs.join('\n\n');
}

/** A table of what a thing is: a name and a value on each line. */
export function facts(
  rows: readonly (readonly [name: string, value: string])[],
  lineMax = lineWidth(),
): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + GAP;
  const room = lineMax - width;
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
  lineMax: number,
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
    if (total <= lineMax || width <= COLUMN_MIN) return widths;
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
