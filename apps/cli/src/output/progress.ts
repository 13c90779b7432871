import { Presets, SingleBar } from 'cli-progress';

/** How far something is, on a terminal only. */
export interface Progress {
  advance(by: number): void;
  stop(): void;
}

const NONE: Progress = { advance: () => undefined, stop: () => undefined };

export function progressOf(doing: string, total: number): Progress {
  if (!process.stderr.isTTY || total === 0) return NONE;
  const bar = new SingleBar(
    { format: `${doing} {bar} {percentage}% · {value}/{total} events`, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    advance: (by) => bar.increment(by),
    stop: () => bar.stop(),
  };
}
