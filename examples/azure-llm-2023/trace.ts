import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Timestamp, UsageRecord } from '#contracts';
import { isBefore, timestamp } from './time.ts';

/** One request that a language model answered, as the ledger is told of it. */
export type Row = UsageRecord & { readonly occurredAt: Timestamp };

/** One wallet's part of the trace. The trace names nobody, so its members are ours. */
export interface Trace {
  readonly walletId: string;
  readonly file: string;
  readonly members: number;
}

/** The rows of several traces in the order of their times. */
export async function readTraces(traces: readonly Trace[]): Promise<readonly Row[]> {
  const rows = (await Promise.all(traces.map(readTrace))).flat();
  return rows.toSorted((a, b) => (isBefore(a.occurredAt, b.occurredAt) ? -1 : 1));
}

async function readTrace({ walletId, file, members }: Trace): Promise<readonly Row[]> {
  const text = await readFile(join(import.meta.dirname, file), 'utf8');
  const [, ...lines] = text.trim().split(/\r?\n/);
  return lines.map((line, index) => {
    const [time = '', contextTokens = '', generatedTokens = ''] = line.split(',');
    const id = `${walletId}-${index}`;
    return {
      walletId,
      consumptionId: id,
      idempotencyKey: id,
      action: 'llm.completion',
      quantities: new Map([
        ['contextTokens', contextTokens],
        ['generatedTokens', generatedTokens],
      ]),
      settings: new Map(),
      memberId: `u${index % members}`,
      occurredAt: timestamp(`${time.replace(' ', 'T')}Z`),
    };
  });
}

/** Rows that lie in the same minute. */
export function byMinute(rows: readonly Row[]): readonly (readonly Row[])[] {
  const minutes: Row[][] = [];
  for (const row of rows) {
    const last = minutes.at(-1);
    const isSameMinute = last?.[0] !== undefined && minuteOf(last[0]) === minuteOf(row);
    if (last !== undefined && isSameMinute) last.push(row);
    else minutes.push([row]);
  }
  return minutes;
}

const minuteOf = ({ occurredAt }: Row): bigint => occurredAt.seconds / 60n;
