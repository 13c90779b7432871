import { StreamWriter, type WriterSurroundings } from './stream-writer.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

/**
 * The writers of all streams of one kind that were used lately. The least recently used idle ones
 * leave; they are loaded again when they are needed.
 */
export class StreamWriters<State, Command, Event extends DecidedEvent, Record> {
  readonly #rulesOf: (stream: string) => StreamRules<State, Command, Event, Record>;
  readonly #around: WriterSurroundings;
  readonly #writersMax: number;
  readonly #writers = new Map<string, StreamWriter<State, Command, Event, Record>>();

  constructor(
    rulesOf: (stream: string) => StreamRules<State, Command, Event, Record>,
    around: WriterSurroundings,
    writersMax: number,
  ) {
    this.#rulesOf = rulesOf;
    this.#around = around;
    this.#writersMax = writersMax;
  }

  get size(): number {
    return this.#writers.size;
  }

  of(stream: string): StreamWriter<State, Command, Event, Record> {
    const known = this.#writers.get(stream);
    if (known !== undefined) {
      this.#writers.delete(stream);
      this.#writers.set(stream, known);
      return known;
    }
    const writer = new StreamWriter(stream, this.#rulesOf(stream), this.#around);
    this.#writers.set(stream, writer);
    if (this.#writers.size > this.#writersMax) this.#evict();
    return writer;
  }

  // A busy writer must stay: a second one for the same stream would only meet conflicts.
  #evict(): void {
    for (const [stream, writer] of this.#writers) {
      if (this.#writers.size <= this.#writersMax) return;
      if (writer.isIdle) this.#writers.delete(stream);
    }
  }
}
