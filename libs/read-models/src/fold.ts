import type { Document, DocumentKey, DocumentWrite, Projection, ReadEvent } from '#eventsourcing';
import { CollectionFold, CollectionNeeds, placeId } from './collection-fold.ts';

type Projections<Event> = readonly Projection<Event, unknown>[];

// Each event is shown to all projections before the next: what one works out, the others reuse.

/** The documents that must be at hand before a batch is folded, each named once. */
export function documentsNeeded<Event>(
  projections: Projections<Event>,
  events: readonly ReadEvent<Event>[],
): readonly DocumentKey[] {
  const needs = projections
    .filter(({ once }) => once !== true)
    .map((projection) => new CollectionNeeds(projection));
  for (const event of events) for (const need of needs) need.add(event);
  return needs.flatMap(({ keys }) => keys);
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
  const loaded = byCollection(documents);
  const folds = projections.map(
    (projection) => new CollectionFold(projection, loaded.get(projection.name) ?? NONE),
  );
  for (const event of events) for (const fold of folds) fold.apply(event);
  return folds.flatMap(({ writes }) => writes);
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

const NONE: ReadonlyMap<string, Document> = new Map();

function byCollection(
  documents: readonly (Document | undefined)[],
): ReadonlyMap<string, ReadonlyMap<string, Document>> {
  const found = new Map<string, Map<string, Document>>();
  for (const document of documents) {
    if (document === undefined) continue;
    const collection = found.get(document.collection) ?? new Map<string, Document>();
    collection.set(placeId(document), document);
    found.set(document.collection, collection);
  }
  return found;
}
