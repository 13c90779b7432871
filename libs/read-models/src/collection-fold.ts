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
interface Working<Content> {
  readonly place: Place;
  readonly wasStored: boolean;
  content: Content | null;
  order: string | undefined;
  position: Position;
  changed: boolean;
}

/** Within a collection. Neither part has a space before the other begins. */
export const placeId = ({ partition, key }: Place): string => `${partition} ${key}`;

/** The documents of one projection while a batch is folded into them: each is read and written once. */
export class CollectionFold<Event, Content> {
  readonly #projection: Projection<Event, Content>;
  readonly #loaded: ReadonlyMap<string, Document>;
  readonly #working = new Map<string, Working<Content>>();

  constructor(projection: Projection<Event, Content>, loaded: ReadonlyMap<string, Document>) {
    this.#projection = projection;
    this.#loaded = loaded;
  }

  /** Applies an event to all documents it concerns, as they were before it, unless they have it. */
  apply(event: ReadEvent<Event>): void {
    const places = this.#projection.placesOf(event);
    if (places.length === 0) return;
    const beside = (place: Place): Content | null => this.#at(place).content;
    const results = places.map((place) => {
      const document = this.#at(place);
      return document.position >= event.position
        ? undefined
        : { document, after: this.#projection.apply(document.content, event, place, beside) };
    });
    for (const result of results) {
      if (result === undefined) continue;
      const { document, after } = result;
      const content = after === null ? null : after.content;
      if (content === document.content) continue;
      document.content = content;
      document.order = after?.order;
      document.position = event.position;
      document.changed = true;
    }
  }

  /** What has changed since. */
  get writes(): readonly DocumentWrite[] {
    const collection = this.#projection.name;
    return [...this.#working.values()].flatMap(
      ({ place, wasStored, content, order, position, changed }) => {
        if (!changed || (content === null && !wasStored)) return [];
        const { partition, key } = place;
        const body = content === null ? null : this.#projection.encode(content);
        return [{ collection, partition, key, order: order ?? null, body, position }];
      },
    );
  }

  #at(place: Place): Working<Content> {
    const id = placeId(place);
    const known = this.#working.get(id);
    if (known !== undefined) return known;
    const stored = this.#loaded.get(id);
    const begun = {
      place,
      wasStored: stored !== undefined,
      content: stored === undefined ? null : this.#projection.decode(stored.body),
      order: stored?.order ?? undefined,
      position: stored?.position ?? 0n,
      changed: false,
    };
    this.#working.set(id, begun);
    return begun;
  }
}

/** The documents of one projection that a batch will be folded into. */
export class CollectionNeeds<Event> {
  readonly #projection: Projection<Event, unknown>;
  readonly #needed = new Map<string, DocumentKey>();

  constructor(projection: Projection<Event, unknown>) {
    this.#projection = projection;
  }

  add(event: ReadEvent<Event>): void {
    for (const place of this.#projection.placesOf(event)) {
      const id = placeId(place);
      const { partition, key } = place;
      if (!this.#needed.has(id))
        this.#needed.set(id, { collection: this.#projection.name, partition, key });
    }
  }

  get keys(): readonly DocumentKey[] {
    return [...this.#needed.values()];
  }
}
