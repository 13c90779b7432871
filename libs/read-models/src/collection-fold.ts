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
  #changed: Working<Content>[] = [];

  constructor(projection: Projection<Event, Content>, atHandMax: number) {
    this.#projection = projection;
    this.#atHandMax = atHandMax;
  }

  placesOf(event: ReadEvent<Event>): readonly Place[] {
    return this.#projection.placesOf(event);
  }

  /** Which documents must be loaded before events that concern these places are folded. */
  needed(placesOfEvents: readonly (readonly Place[])[]): readonly DocumentKey[] {
    if (this.#projection.once === true) return [];
    const needed = new Map<string, DocumentKey>();
    for (const places of placesOfEvents)
      for (const place of places) {
        const id = placeId(place);
        if (this.#find(id) === undefined && !needed.has(id))
          needed.set(id, { collection: this.#projection.name, ...place });
      }
    return [...needed.values()];
  }

  /** Takes a document that was needed. */
  take({ partition, key, body, order, position }: Document): void {
    const place = { partition, key };
    this.#working.set(placeId(place), {
      place,
      wasStored: true,
      content: this.#projection.decode(body),
      order: order ?? undefined,
      position,
      changed: false,
    });
  }

  /** Applies an event to all documents it concerns, as they were before it, unless they have it. */
  apply(event: ReadEvent<Event>, places: readonly Place[]): void {
    const beside = (place: Place): Content | null => this.#at(place).content;
    const after = places.map((place) => {
      const document = this.#at(place);
      const isKnown = document.position >= event.position;
      return isKnown ? undefined : this.#projection.apply(document.content, event, place, beside);
    });
    for (const [index, place] of places.entries()) {
      const projected = after[index];
      if (projected === undefined) continue;
      const document = this.#at(place);
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
    const writes = this.#changed.flatMap((document) => {
      const { place, wasStored, content, order, position } = document;
      document.changed = false;
      document.wasStored = content !== null;
      if (content === null && !wasStored) return [];
      const body = content === null ? null : this.#projection.encode(content);
      return [{ collection, ...place, order: order ?? null, body, position }];
    });
    this.#changed = [];
    this.#rest();
    return writes;
  }

  #at(place: Place): Working<Content> {
    const id = placeId(place);
    const known = this.#find(id);
    if (known !== undefined) return known;
    const begun: Working<Content> = {
      place,
      wasStored: false,
      content: null,
      order: undefined,
      position: 0n,
      changed: false,
    };
    this.#working.set(id, begun);
    return begun;
  }

  #find(id: string): Working<Content> | undefined {
    const known = this.#working.get(id);
    if (known !== undefined) return known;
    const resting = this.#resting.get(id);
    if (resting !== undefined) this.#working.set(id, resting);
    return resting;
  }

  // What is made once is never looked at again.
  #rest(): void {
    if (this.#projection.once === true) this.#working.clear();
    if (this.#working.size <= this.#atHandMax) return;
    this.#resting = this.#working;
    this.#working = new Map();
  }
}
