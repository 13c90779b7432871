import cliProgress from 'cli-progress';

/** What is shown while records are sent: a bar on a terminal, else a line at the end. */
export class Progress {
  readonly #label: string;
  readonly #total: number;
  readonly #startedAt = performance.now();
  readonly #bar: cliProgress.SingleBar;
  #done = 0;

  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = total;
    this.#bar = new cliProgress.SingleBar({
      format: `${label} {bar} {percentage} % · {value} of {total} · {rate} records/s`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      hideCursor: true,
      stream: process.stderr,
    });
    if (process.stderr.isTTY) this.#bar.start(total, 0, { rate: '–' });
  }

  /** One record more is answered. */
  readonly step = (): void => {
    this.#done += 1;
    if (process.stderr.isTTY) this.#bar.update(this.#done, { rate: this.#rate() });
  };

  /** Ends the bar; answers how long it took and how fast it was. */
  stop(): { readonly seconds: number; readonly recordsPerSecond: number } {
    if (process.stderr.isTTY) this.#bar.stop();
    else process.stderr.write(`${this.#label}: ${this.#total} records, ${this.#rate()} a second\n`);
    return { seconds: this.#seconds(), recordsPerSecond: this.#rate() };
  }

  #seconds(): number {
    return Math.round(performance.now() - this.#startedAt) / 1_000;
  }

  #rate(): number {
    return Math.round(this.#done / this.#seconds());
  }
}
