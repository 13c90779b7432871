import { StreamWriter, type WriterSurroundings } from './stream-writer.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

interface Seat<Writer> {
  readonly writer: Writer;
  wasUsed: boolean;
}

/**
 * The writers of all streams of one kind that were used lately. Idle ones that were not used since
 * they were last looked at leave (second chance, which costs nothing while there is room); they are
 * loaded again when they are needed.
 */
export class StreamWriters<State, Command, Event extends DecidedEvent, Record> {
  readonly #rulesOf: (stream: string) => StreamRules<State, Command, Event, Record>;
  readonly #around: WriterSurroundings;
  readonly #writersMax: number;
  readonly #seats = new Map<string, Seat<StreamWriter<State, Command, Event, Record>>>();

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
    return this.#seats.size;
  }

  of(stream: string): StreamWriter<State, Command, Event, Record> {
    const known = this.#seats.get(stream);
    if (known !== undefined) {
      known.wasUsed = true;
      return known.writer;
    }
    const writer = new StreamWriter(stream, this.#rulesOf(stream), this.#around);
    if (this.#seats.size >= this.#writersMax) this.#makeRoom();
    this.#seats.set(stream, { writer, wasUsed: false });
    return writer;
  }

  // A busy writer must stay: a second one for the same stream would only meet conflicts.
  #makeRoom(): void {
    let unseen = this.#seats.size * 2;
    for (const [stream, seat] of this.#seats) {
      this.#seats.delete(stream);
      if (!seat.wasUsed && seat.writer.isIdle) return;
      seat.wasUsed = false;
      this.#seats.set(stream, seat);
      unseen -= 1;
      if (unseen === 0) return;
    }
  }
}
