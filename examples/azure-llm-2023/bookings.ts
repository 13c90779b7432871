import type { RecordUsageResponse } from '#contracts';
import { RecordUsageResponse as Answer } from '#contracts';
import type { Caller } from './client.ts';
import type { Clock } from './clock.ts';
import type { Figures } from './figures.ts';
import { Progress } from './progress.ts';
import { isSame } from './time.ts';
import { byMinute, type Row } from './trace.ts';
import { UsageStream } from './usage-stream.ts';

/** How a trace was sent: the answers in the order of the rows, and the pace. */
export interface Sent {
  readonly answers: readonly RecordUsageResponse[];
  readonly seconds: number;
  readonly recordsPerSecond: number;
}

/** Sends every row after the clock has come to it, minute by minute. */
export async function bookTrace(
  service: Caller,
  rows: readonly Row[],
  { clock, figures }: { readonly clock: Clock; readonly figures: Figures },
): Promise<Sent> {
  const sent = await sendAll(service, byMinute(rows), {
    label: 'Booking  ',
    before: async (minute) => {
      const last = minute.at(-1);
      if (last !== undefined) await clock.moveTo(last.occurredAt);
    },
  });
  const clamped = sent.answers.filter((answer, index) => {
    return !isSame(answer.occurredAt, rows[index]?.occurredAt);
  });
  const flagged = sent.answers.filter(({ flags }) => flags.length > 0);
  figures.check('trace: records answered', sent.answers.length, rows.length);
  figures.check('trace: records dated otherwise than sent', clamped.length, 0);
  figures.check('trace: records flagged', flagged.length, 0);
  return sent;
}

/** Sends every row again with its key: each answer must be the first one, replayed. */
export async function bookAgain(
  service: Caller,
  rows: readonly Row[],
  { first, figures }: { readonly first: Sent; readonly figures: Figures },
): Promise<Sent> {
  const sent = await sendAll(service, [rows], { label: 'Once more' });
  const replayed = sent.answers.filter(({ receipt }) => receipt?.replayed === true);
  const same = sent.answers.filter((answer, index) => {
    const before = first.answers[index];
    return before !== undefined && bytesOf(before).equals(bytesOf(answer));
  });
  figures.check('sent again: answers replayed', replayed.length, rows.length);
  figures.check('sent again: answers equal to the first', same.length, rows.length);
  return sent;
}

// All of an answer but whether it is replayed.
function bytesOf(answer: RecordUsageResponse): Buffer {
  const receipt = answer.receipt && { ...answer.receipt, replayed: false };
  return Buffer.from(Answer.encode({ ...answer, receipt }).finish());
}

/** Sends batch after batch; a batch is answered before the next one is begun. */
async function sendAll(
  service: Caller,
  batches: readonly (readonly Row[])[],
  {
    label,
    before,
  }: { readonly label: string; readonly before?: (batch: readonly Row[]) => Promise<void> },
): Promise<Sent> {
  const stream = new UsageStream(service);
  const total = batches.reduce((sum, { length }) => sum + length, 0);
  const progress = new Progress(label, total);
  const answers: RecordUsageResponse[] = [];
  for (const batch of batches) {
    await before?.(batch);
    answers.push(...(await stream.send(batch, progress.step)));
  }
  await stream.close();
  return { answers, ...progress.stop() };
}
