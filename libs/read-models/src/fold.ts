import type {
  Document,
  DocumentKey,
  DocumentWrite,
  Place,
  Position,
  Projection,
  ReadEvent,
} from '#eventsourcing';

type Projections<Event> = readonly Projection<Event, unknown>[];

/** The documents that must be at hand before a batch is folded, each named once. */
export function documentsNeeded<Event>(
  projections: Projections<Event>,
  events: readonly ReadEvent<Event>[],
): readonly DocumentKey[] {
  return projections.flatMap((projection) =>
    projection.once === true ? [] : neededBy(projection, events),
  );
}

function neededBy<Event>(
  projection: Projection<Event, unknown>,
  events: readonly ReadEvent<Event>[],
): readonly DocumentKey[] {
  const needed = new Map<string, DocumentKey>();
  for (const event of events)
    for (const { partition, key } of projection.placesOf(event)) {
      const id = idOf(partition, key);
      if (!needed.has(id)) needed.set(id, { collection: projection.name, partition, key });
    }
  return [...needed.values()];
}

/**
 * What a batch makes of documents. Each event is applied once: a document that already has it
 * stays, so that applying a batch again changes nothing.
 */
export function foldBatch<Event>(
  projections: Projections<Event>,
  events: readonly ReadEvent<Event>[],
  documents: readonly (Document | undefined)[],
): readonly DocumentWrite[] {
  const loaded = new Map<string, Map<string, Document>>();
  for (const document of documents)
    if (document !== undefined) {
      const collection = loaded.get(document.collection) ?? new Map<string, Document>();
      collection.set(idOf(document.partition, document.key), document);
      loaded.set(document.collection, collection);
    }
  return projections.flatMap((projection) =>
    foldOne(projection, events, loaded.get(projection.name) ?? new Map<string, Document>()),
  );
}

/** All documents of a history read from its beginning. */
export function foldAll<Event>(
  projections: Projections<Event>,
  events: readonly ReadEvent<Event>[],
): readonly Document[] {
  return foldBatch(projections, events, []).flatMap(({ body, ...write }) =>
    body === null ? [] : [{ ...write, body }],
  );
}

/** A document while a batch is folded into it. */
interface Working<Content> {
  readonly place: Place;
  readonly wasStored: boolean;
  content: Content | null;
  order: string | undefined;
  position: Position;
  changed: boolean;
}

function foldOne<Event, Content>(
  projection: Projection<Event, Content>,
  events: readonly ReadEvent<Event>[],
  loaded: ReadonlyMap<string, Document>,
): readonly DocumentWrite[] {
  const working = new Map<string, Working<Content>>();

  const at = (place: Place): Working<Content> => {
    const id = idOf(place.partition, place.key);
    const known = working.get(id);
    if (known !== undefined) return known;
    const made = begin(projection, place, loaded.get(id));
    working.set(id, made);
    return made;
  };

  const beside = (place: Place): Content | null => at(place).content;

  for (const event of events) {
    const places = projection.placesOf(event);
    // All of an event's documents are folded from what they were before it.
    const results = places.map((place) => {
      const document = at(place);
      return document.position >= event.position
        ? undefined
        : { document, after: projection.apply(document.content, event, place, beside) };
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
  return [...working.values()].flatMap((document) => written(projection, document));
}

function begin<Event, Content>(
  projection: Projection<Event, Content>,
  place: Place,
  stored: Document | undefined,
): Working<Content> {
  return {
    place,
    wasStored: stored !== undefined,
    content: stored === undefined ? null : projection.decode(stored.body),
    order: stored?.order ?? undefined,
    position: stored?.position ?? 0n,
    changed: false,
  };
}

function written<Event, Content>(
  projection: Projection<Event, Content>,
  { place, wasStored, content, order, position, changed }: Working<Content>,
): readonly DocumentWrite[] {
  if (!changed || (content === null && !wasStored)) return [];
  const { partition, key } = place;
  const body = content === null ? null : projection.encode(content);
  return [{ collection: projection.name, partition, key, order: order ?? null, body, position }];
}

const idOf = (partition: string, key: string): string => `${partition} ${key}`;
