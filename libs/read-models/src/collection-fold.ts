import type {
  Document,
  DocumentKey,
  DocumentWrite,
  Place,
  Position,
  Projection,
  ReadEvent,
} from '#eventsourcing';

/** A document while events are folded into it. */
export interface Working<Content> {
  readonly place: Place;
  wasStored: boolean;
  content: Content | null;
  order: string | undefined;
  position: Position;
  changed: boolean;
}

/** Within a collection. Neither part has a space before the other begins. */
const placeId = ({ partition, key }: Place): string => `${partition} ${key}`;

/**
 * The documents of one projection while batches are folded into them. Each is read once and written
 * once a batch, and stays at hand for the batches that follow, unless too many others are used.
 */
export class CollectionFold<Event, Content> {
  readonly #projection: Projection<Event, Content>;
  readonly #atHandMax: number;
  #working = new Map<string, Working<Content>>();
  /** Those at hand that were not used since there were last too many. */
  #resting = new Map<string, Working<Content>>();
  #missing: DocumentKey[] = [];
  #changed: Working<Content>[] = [];

  constructor(projection: Projection<Event, Content>, atHandMax: number) {
    this.#projection = projection;
    this.#atHandMax = atHandMax;
  }

  /** The documents that an event concerns. */
  concerned(event: ReadEvent<Event>): readonly Working<Content>[] {
    const places = this.#projection.placesOf(event);
    if (places.length === 0) return NOTHING;
    // What is made once is never looked at again.
    return this.#projection.once === true ? places.map(begun) : places.map((at) => this.#at(at));
  }

  /** Which documents must be loaded before what they concern is folded; each is told once. */
  takeMissing(): readonly DocumentKey[] {
    const missing = this.#missing;
    this.#missing = [];
    return missing;
  }

  /** Takes a document that was missing. */
  take({ partition, key, body, order, position }: Document): void {
    const document = this.#at({ partition, key });
    document.wasStored = true;
    document.content = this.#projection.decode(body);
    document.order = order ?? undefined;
    document.position = position;
  }

  /** Applies an event to all documents it concerns, as they were before it, unless they have it. */
  apply(event: ReadEvent<Event>, concerned: readonly Working<Content>[]): void {
    const beside = (place: Place): Content | null => this.#at(place).content;
    const after = concerned.map(({ place, content, position }) =>
      position >= event.position
        ? undefined
        : this.#projection.apply(content, event, place, beside),
    );
    for (const [index, document] of concerned.entries()) {
      const projected = after[index];
      if (projected === undefined) continue;
      const content = projected === null ? null : projected.content;
      if (content === document.content) continue;
      document.content = content;
      document.order = projected?.order;
      document.position = event.position;
      if (!document.changed) this.#changed.push(document);
      document.changed = true;
    }
  }

  /** What has changed since it was last asked. */
  takeWrites(): readonly DocumentWrite[] {
    const collection = this.#projection.name;
    const writes: DocumentWrite[] = [];
    for (const document of this.#changed) {
      const { place, wasStored, content, order, position } = document;
      document.changed = false;
      document.wasStored = content !== null;
      if (content === null && !wasStored) continue;
      const { partition, key } = place;
      const body = content === null ? null : this.#projection.encode(content);
      writes.push({ collection, partition, key, order: order ?? null, body, position });
    }
    this.#changed = [];
    this.#rest();
    return writes;
  }

  #at(place: Place): Working<Content> {
    const id = placeId(place);
    const known = this.#working.get(id) ?? this.#resting.get(id);
    if (known !== undefined) {
      if (this.#resting.size > 0) this.#working.set(id, known);
      return known;
    }
    const missing: Working<Content> = begun(place);
    this.#working.set(id, missing);
    this.#missing.push({ collection: this.#projection.name, ...place });
    return missing;
  }

  #rest(): void {
    if (this.#working.size <= this.#atHandMax) return;
    this.#resting = this.#working;
    this.#working = new Map();
  }
}

const NOTHING: readonly never[] = [];

/** A document of which nothing is known yet. */
const begun = (place: Place): Working<never> => ({
  place,
  wasStored: false,
  content: null,
  order: undefined,
  position: 0n,
  changed: false,
});
