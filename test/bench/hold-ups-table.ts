import Table from 'cli-table3';
import { HOLD_UPS } from './benches.ts';

/** For how long somebody waited at most, and the thread that answers everybody was kept. */
export interface LongestWait {
  readonly bystanderMs: number;
  readonly serverMs: number;
}

/** One thing done with a large wallet, and what the others had of it. */
export interface HoldUp {
  readonly work: string;
  /** From its request until the read models had it. */
  readonly tookMs: number;
  readonly busy: LongestWait;
  /** The same over as long a time in which nothing large was done. */
  readonly idle: LongestWait;
}

/** What all may wait for one wallet, in milliseconds. */
const WAIT_MS_MAX = 50;

export const figuresOfHoldUps = (holdUps: readonly HoldUp[]) =>
  holdUps.map(({ busy, idle, ...each }) => {
    const bystanderMs = Math.max(busy.bystanderMs - idle.bystanderMs, 0);
    const serverMs = Math.max(busy.serverMs - idle.serverMs, 0);
    const longestMs = Math.max(bystanderMs, serverMs);
    const figures = { busy, idle, bystanderMs, serverMs, longestMs, targetMs: WAIT_MS_MAX };
    return { id: HOLD_UPS.id, ...each, ...figures, reached: longestMs <= WAIT_MS_MAX };
  });

export function tableOfHoldUps(holdUps: readonly HoldUp[]): string {
  const table = new Table({
    head: [
      HOLD_UPS.id,
      'took',
      'bystander waited',
      'idle',
      'server held up',
      'idle',
      'less idle',
      `≤ ${WAIT_MS_MAX} ms`,
    ],
    style: { head: [], border: [] },
  });
  const rows = figuresOfHoldUps(holdUps);
  for (const { work, tookMs, busy, idle, longestMs, reached } of rows)
    table.push([
      work,
      `${(tookMs / 1000).toFixed(1)} s`,
      ...[busy.bystanderMs, idle.bystanderMs, busy.serverMs, idle.serverMs, longestMs].map(
        (milliseconds) => `${Math.round(milliseconds)} ms`,
      ),
      reached ? 'reached' : 'NOT reached',
    ]);
  const longest = Math.max(...rows.map(({ longestMs }) => longestMs));
  return `${table.toString()}\nThe longest: ${Math.round(longest)} ms.`;
}
