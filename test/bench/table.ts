import Table from 'cli-table3';
import type { LoadOrder, LoadResult } from './orders.ts';

/** What is measured, and against what. */
export interface Bench {
  readonly id: string;
  readonly work: string;
  readonly kind: LoadOrder['kind'];
  readonly path: string;
  readonly wallets: number;
  readonly calls: number;
  readonly inFlight: number;
  readonly items: number;
  /** What the ratio to its peer is to reach in the end. */
  readonly target: number;
  /** The bench that this one is compared with; without one it is the echo. */
  readonly against?: string;
}

/** What the rounds of a benchmark gave. */
export interface Rounds {
  readonly echo: readonly LoadResult[];
  readonly ledger: readonly LoadResult[];
  /** How long after each round of the ledger its read models had everything. */
  readonly behindMs: readonly number[];
  /** From the start of an empty ledger until it was ready. */
  readonly startMs: number;
  /** What the ledger had in memory at the end. */
  readonly residentMib: number;
}

const FIRST_MILESTONE = 0.6;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const rate = (value: number): string => Math.round(value).toLocaleString('en');

/** All results as one table for people. */
export function tableOf(benches: readonly Bench[], results: ReadonlyMap<string, Rounds>): string {
  const table = new Table({
    head: [
      '',
      'work',
      'ledger /s',
      'p50 / p99 ms',
      'peer /s',
      'ratio',
      'target',
      'first milestone',
      'load core',
      'read models behind',
      'ready in',
      'resident',
    ],
    style: { head: [], border: [] },
  });
  for (const bench of benches) {
    const rounds = results.get(bench.id) as Rounds;
    const own = median(rounds.ledger.map(({ callsPerSecond }) => callsPerSecond * bench.items));
    const against = bench.against === undefined ? rounds.echo : results.get(bench.against)?.ledger;
    const peer = median((against ?? []).map(({ callsPerSecond }) => callsPerSecond * bench.items));
    const ratio = own / peer;
    const milestone = bench.target * FIRST_MILESTONE;
    table.push([
      bench.id,
      bench.work,
      rate(own),
      `${median(rounds.ledger.map(({ p50Ms }) => p50Ms)).toFixed(1)} / ${median(rounds.ledger.map(({ p99Ms }) => p99Ms)).toFixed(1)}`,
      `${bench.against ?? 'echo'} ${rate(peer)}`,
      ratio.toFixed(2),
      `≥ ${bench.target.toFixed(2)}`,
      `${ratio >= milestone ? 'reached' : 'NOT reached'} (${milestone.toFixed(2)})`,
      `${Math.round(100 * median(rounds.ledger.map(({ loadCpu }) => loadCpu)))} %`,
      `${(median(rounds.behindMs) / 1000).toFixed(1)} s`,
      `${Math.round(rounds.startMs)} ms`,
      `${Math.round(rounds.residentMib)} MiB`,
    ]);
  }
  return table.toString();
}
