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
  /** The bench that this one is compared with. */
  readonly against?: string;
  /** What else it is compared with, in turns with it; where nothing is named it is the echo. */
  readonly peer?: string;
}

/** What the rounds of a benchmark gave. */
export interface Rounds {
  /** What it is compared with in the same rounds. */
  readonly peer: readonly LoadResult[];
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

/** The figures of one benchmark, in items a second, milliseconds and MiB. */
export interface Figures {
  readonly id: string;
  readonly work: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peer: string;
  readonly peerPerSecond: number;
  readonly ratio: number;
  readonly target: number;
  readonly firstMilestone: number;
  /** The share of one core that the load generator took. */
  readonly loadCpu: number;
  readonly readModelsBehindMs: number;
  readonly startMs: number;
  readonly residentMib: number;
}

export function figuresOf(bench: Bench, results: ReadonlyMap<string, Rounds>): Figures {
  const rounds = results.get(bench.id) as Rounds;
  const perSecond = median(rounds.ledger.map(({ callsPerSecond }) => callsPerSecond * bench.items));
  const against = bench.against === undefined ? rounds.peer : results.get(bench.against)?.ledger;
  const peerPerSecond = median(
    (against ?? []).map(({ callsPerSecond }) => callsPerSecond * bench.items),
  );
  return {
    id: bench.id,
    work: bench.work,
    perSecond,
    p50Ms: median(rounds.ledger.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(rounds.ledger.map(({ p99Ms }) => p99Ms)),
    peer: bench.against ?? bench.peer ?? 'echo',
    peerPerSecond,
    ratio: perSecond / peerPerSecond,
    target: bench.target,
    firstMilestone: bench.target * FIRST_MILESTONE,
    loadCpu: median(rounds.ledger.map(({ loadCpu }) => loadCpu)),
    readModelsBehindMs: median(rounds.behindMs),
    startMs: rounds.startMs,
    residentMib: rounds.residentMib,
  };
}

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
    const figures = figuresOf(bench, results);
    const { ratio, firstMilestone } = figures;
    table.push([
      bench.id,
      bench.work,
      rate(figures.perSecond),
      `${figures.p50Ms.toFixed(1)} / ${figures.p99Ms.toFixed(1)}`,
      `${figures.peer} ${rate(figures.peerPerSecond)}`,
      ratio.toFixed(2),
      `≥ ${bench.target.toFixed(2)}`,
      `${ratio >= firstMilestone ? 'reached' : 'NOT reached'} (${firstMilestone.toFixed(2)})`,
      `${Math.round(100 * figures.loadCpu)} %`,
      `${(figures.readModelsBehindMs / 1000).toFixed(1)} s`,
      `${Math.round(figures.startMs)} ms`,
      `${Math.round(figures.residentMib)} MiB`,
    ]);
  }
  return table.toString();
}
