import type { Sent } from './bookings.ts';
import type { Figures } from './figures.ts';
import type { StudioOutcome, TraceOutcome } from './outcomes.ts';
import type { Step } from './studio.ts';
import { differencesTable, studioTables, traceTables, verificationTable } from './tables.ts';
import { shown } from './time.ts';
import type { Verification } from './verification.ts';

/** Everything that the demo did and found. */
export interface Told {
  readonly figures: Figures;
  readonly first: Sent;
  readonly again: Sent;
  readonly traces: readonly TraceOutcome[];
  readonly team: StudioOutcome;
  readonly steps: readonly Step[];
  readonly verifications: readonly Verification[];
}

interface Kept {
  readonly address: string;
  readonly token: string;
}

/** For people: tables, what differs if anything does, and the verdict at the end. */
export function asTables(told: Told, kept?: Kept): string {
  const { figures, first, again, traces, team, steps, verifications } = told;
  const { wrong, all } = figures;
  const replayed = again.answers.filter(({ receipt }) => receipt?.replayed === true).length;
  const lines = [
    ...traces.flatMap(traceTables),
    ...studioTables(steps, team),
    `\n${first.answers.length} records booked in ${first.seconds} s, ${pace(first)}.`,
    `${replayed} of ${again.answers.length} sent again with the same keys in ${again.seconds} s, ` +
      `${pace(again)}, are replayed.`,
    verificationTable(verifications),
    ...(kept === undefined ? [] : ['', `serving on ${kept.address}`, `token ${kept.token}`]),
    ...(wrong.length === 0
      ? [
          '\nNo record was moved in time, and sending all of them again changed nothing.',
          `${all.length} figures are right.`,
          'verified',
        ]
      : [differencesTable(wrong), `\n${wrong.length} of ${all.length} figures are wrong`]),
  ];
  return `${lines.join('\n')}\n`;
}

const pace = ({ recordsPerSecond }: Sent): string => `${recordsPerSecond} a second`;

/** For programs: one document. */
export function asDocument(told: Told, kept?: Kept): string {
  const { figures, first, again, traces, team, steps, verifications } = told;
  const document = {
    verified: figures.wrong.length === 0,
    figures: figures.all,
    differing: figures.wrong,
    booked: { records: first.answers.length, ...paceOf(first) },
    bookedAgain: { records: again.answers.length, ...paceOf(again) },
    traces: traces.map((trace) => ({ ...trace, lots: [...trace.lots.values()] })),
    studio: { steps, ...team },
    verifications,
    ...kept,
  };
  return `${JSON.stringify(document, plain, 2)}\n`;
}

const paceOf = ({ seconds, recordsPerSecond }: Sent) => ({ seconds, recordsPerSecond });

// Instants as text, revisions as decimal strings.
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  const isInstant = typeof value === 'object' && value !== null && 'nanos' in value;
  if (!isInstant) return value instanceof Map ? Object.fromEntries(value) : value;
  const { seconds, nanos } = value as { seconds: bigint; nanos: number };
  const time = shown({ seconds, nanos }).replace(' ', 'T');
  return `${time}.${String(nanos).padStart(9, '0')}Z`;
}
