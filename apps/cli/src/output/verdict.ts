import type { BadStream, Verdict } from '../audit.ts';
import { print, printJson } from './print.ts';
import { table } from './table.ts';
import { countText } from './texts.ts';

/** Prints what a verification found: what is wrong first, the sum of it last. */
export function printVerdict(verdict: Verdict, isForMachines: boolean): void {
  if (isForMachines) return printJson(verdict);
  const wrong = faults(verdict);
  for (const line of [...wrong, ...(wrong.length === 0 ? [] : ['']), ...sums(verdict)]) print(line);
}

function faults({ problems, badStreams, bad }: Verdict): readonly string[] {
  const more = badStreams - bad.length;
  return [
    ...problems,
    ...bad.flatMap(linesOf),
    ...(more > 0 ? [`… and ${countText(more, 'stream')} more`] : []),
  ];
}

function sums({ ok, streams, events, head, readModels }: Verdict): readonly string[] {
  return [
    readModels === null ? 'There are no read models to compare.' : comparison(readModels),
    '',
    `${countText(events, 'event')} of ${countText(streams, 'stream')} verified`,
    ...(head === null ? [] : [`head: revision ${head.revision}, hash ${head.hash}`]),
    ok ? 'verified' : 'NOT verified',
  ];
}

function comparison(readModels: NonNullable<Verdict['readModels']>): string {
  return table(
    [
      { name: 'Read model' },
      { name: 'Compared', of: 'FIGURES' },
      { name: 'Differing', of: 'FIGURES' },
    ],
    readModels.map(({ name, compared, differing }) => [
      name,
      compared.toLocaleString('en'),
      differing.toLocaleString('en'),
    ]),
  );
}

function linesOf({ stream, badEvent, readModels }: BadStream): readonly string[] {
  if (badEvent !== null)
    return [`${stream}: event ${badEvent.revision} is bad: ${badEvent.problem}`];
  return readModels.map(
    ({ name, differing, differingKeys: [first] }) =>
      `${stream}: ${countText(differing, 'document')} of ${name} differ, first ${first}`,
  );
}
