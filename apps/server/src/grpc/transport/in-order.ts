/** How items are worked on at once, and answered in order within their line. */
export interface Lines<Item, Answer> {
  readonly lineOf: (item: Item) => string;
  /** Never rejects: what fails is an answer too. */
  readonly answer: (item: Item) => Promise<Answer>;
  readonly inFlightMax: number;
}

interface PlaceInLine<Answer> {
  answer?: Answer;
  isAnswered: boolean;
}

/**
 * Answers every item. Items of one line are begun and answered in their order; those of different
 * lines may overtake each other. While too many are unanswered or not taken, none is begun.
 */
export async function* inOrder<Item, Answer>(
  items: AsyncIterable<Item>,
  lines: Lines<Item, Answer>,
): AsyncGenerator<Answer, void, undefined> {
  const desk = new Desk<Item, Answer>(lines);
  const begun = desk.beginAll(items);
  // What the items fail with is thrown below, once everything begun before is answered.
  begun.catch(() => undefined);
  try {
    while (!(desk.isDone && desk.isEmpty)) {
      for (const answer of desk.take()) {
        yield answer;
        desk.left();
      }
      if (!desk.isDone || !desk.isEmpty) await desk.news();
    }
    await begun;
  } finally {
    desk.close();
  }
}

class Desk<Item, Answer> {
  readonly #lines: Lines<Item, Answer>;
  readonly #waiting = new Map<string, PlaceInLine<Answer>[]>();
  #ready: Answer[] = [];
  #inFlight = 0;
  #isDone = false;
  #isClosed = false;
  #newsReady = false;
  #wake: (() => void) | undefined;
  #room: (() => void) | undefined;

  constructor(lines: Lines<Item, Answer>) {
    this.#lines = lines;
  }

  /** Whether no more items will come. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether everything begun was answered and taken. */
  get isEmpty(): boolean {
    return this.#inFlight === 0;
  }

  async beginAll(items: AsyncIterable<Item>): Promise<void> {
    try {
      for await (const item of items) {
        if (this.#isClosed) return;
        if (this.#inFlight >= this.#lines.inFlightMax) await this.#hasRoom();
        this.#begin(item);
      }
    } finally {
      this.#isDone = true;
      this.#tell();
    }
  }

  take(): readonly Answer[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  left(): void {
    this.#inFlight -= 1;
    this.#room?.();
  }

  /** Resolves when there may be answers to take, or no more will come. */
  async news(): Promise<void> {
    if (!this.#newsReady)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#newsReady = false;
  }

  close(): void {
    this.#isClosed = true;
    this.#room?.();
  }

  #begin(item: Item): void {
    const line = this.#lines.lineOf(item);
    const place: PlaceInLine<Answer> = { isAnswered: false };
    const places = this.#waiting.get(line);
    if (places === undefined) this.#waiting.set(line, [place]);
    else places.push(place);
    this.#inFlight += 1;
    void this.#lines.answer(item).then((answer) => {
      place.answer = answer;
      place.isAnswered = true;
      this.#advance(line);
    });
  }

  #advance(line: string): void {
    const places = this.#waiting.get(line) ?? [];
    const answered = places.findIndex(({ isAnswered }) => !isAnswered);
    const done = places.splice(0, answered < 0 ? places.length : answered);
    for (const { answer } of done) this.#ready.push(answer as Answer);
    if (places.length === 0) this.#waiting.delete(line);
    if (done.length > 0) this.#tell();
  }

  #tell(): void {
    this.#newsReady = true;
    this.#wake?.();
  }

  async #hasRoom(): Promise<void> {
    while (this.#inFlight >= this.#lines.inFlightMax && !this.#isClosed)
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
  }
}
