import { HistoryCut } from '#eventsourcing';

// So many are named; whether there are any is known of all.
const KNOWN_MAX = 10_000;

/**
 * The streams of which acknowledged history is missing. Nothing more is decided or answered of one
 * until an operator has brought the history back and started anew; the others go on.
 */
export class CutStreams {
  readonly #known = new Map<string, HistoryCut>();
  readonly #told: (cut: HistoryCut) => void;

  /** `told` hears once of each. */
  constructor(told: (cut: HistoryCut) => void) {
    this.#told = told;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  found(cut: HistoryCut): void {
    if (cut.stream === null || this.#known.has(cut.stream) || this.#known.size >= KNOWN_MAX) return;
    this.#known.set(cut.stream, cut);
    this.#told(cut);
  }

  /** Throws what was found of a stream. */
  requireWhole(stream: string): void {
    const cut = this.#known.get(stream);
    if (cut !== undefined) throw cut;
  }
}
