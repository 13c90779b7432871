import { StreamWriter, type WriterSurroundings } from './stream-writer.ts';
import type { Aggregate } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';

interface Seat<Writer> {
  readonly writer: Writer;
  wasUsed: boolean;
  remembered: number;
}

/** How many streams, and how many events of all of them together, stay in memory. */
export interface WriterBounds {
  readonly writersMax: number;
  readonly rememberedMax: number;
}

/**
 * The writers of all streams of one kind that were used lately. Idle ones that were not used since
 * they were last looked at leave (second chance, which costs nothing while there is room); they are
 * loaded again when they are needed.
 */
export class StreamWriters<T extends StreamTypes> {
  readonly #aggregateOf: (stream: string) => Aggregate<T>;
  readonly #around: WriterSurroundings;
  readonly #bounds: WriterBounds;
  readonly #seats = new Map<string, Seat<StreamWriter<T>>>();
  #remembered = 0;

  constructor(
    aggregateOf: (stream: string) => Aggregate<T>,
    around: WriterSurroundings,
    bounds: WriterBounds,
  ) {
    this.#aggregateOf = aggregateOf;
    this.#around = around;
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#seats.size;
  }

  of(stream: string): StreamWriter<T> {
    const known = this.#seats.get(stream);
    if (known !== undefined) {
      known.wasUsed = true;
      return known.writer;
    }
    const writer = new StreamWriter(stream, this.#aggregateOf(stream), {
      ...this.#around,
      served: () => this.#weigh(seat),
    });
    const seat = { writer, wasUsed: false, remembered: 0 };
    while (this.#seats.size >= this.#bounds.writersMax && this.#makeRoom());
    this.#seats.set(stream, seat);
    return writer;
  }

  // A busy writer does not leave, and this one has only just become idle: its seat is there.
  #weigh(seat: Seat<unknown> & { readonly writer: { readonly remembered: number } }): void {
    const { remembered } = seat.writer;
    this.#remembered += remembered - seat.remembered;
    seat.remembered = remembered;
    while (this.#remembered > this.#bounds.rememberedMax && this.#makeRoom());
  }

  // A busy writer must stay: a second one for the same stream would only meet conflicts.
  #makeRoom(): boolean {
    let unseen = this.#seats.size * 2;
    for (const [stream, seat] of this.#seats) {
      this.#seats.delete(stream);
      if (!seat.wasUsed && seat.writer.isIdle) {
        this.#remembered -= seat.remembered;
        return true;
      }
      seat.wasUsed = false;
      this.#seats.set(stream, seat);
      unseen -= 1;
      if (unseen === 0) return false;
    }
    return false;
  }
}
