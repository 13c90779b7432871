import type { Document, DocumentKey, DocumentWrite, Projection, ReadEvent } from '#eventsourcing';
import { CollectionFold } from './collection-fold.ts';

type Projections<Event> = readonly Projection<Event, unknown>[];

/** A batch of events about to be folded: what it needs, and what it makes of that. */
export interface BatchFold {
  /** The documents that must be loaded first, each named once; none that are at hand. */
  readonly needed: readonly DocumentKey[];
  /** What the batch changes. Each event is applied once, however often it is told. */
  writesWith(documents: readonly (Document | undefined)[]): readonly DocumentWrite[];
}

const AT_HAND_MAX = 10_000;

/**
 * Folds one batch after the other, keeping the documents that it used lately at hand. They are as
 * the last batch left them: if that could not be stored, folding must begin anew.
 */
export class OngoingFold<Event> {
  readonly #folds: ReadonlyMap<string, CollectionFold<Event, unknown>>;

  /** Of each collection it keeps up to twice as many documents at hand. */
  constructor(projections: Projections<Event>, atHandMax = AT_HAND_MAX) {
    this.#folds = new Map(
      projections.map((projection) => [projection.name, new CollectionFold(projection, atHandMax)]),
    );
  }

  batch(events: readonly ReadEvent<Event>[]): BatchFold {
    const folds = [...this.#folds.values()];
    // Each event is shown to all projections before the next: what one works out, the others reuse.
    const concerned = events.map((event) => folds.map((fold) => fold.concerned(event)));
    return {
      needed: folds.flatMap((fold) => fold.takeMissing()),
      writesWith: (documents) => {
        for (const document of documents)
          if (document !== undefined) this.#folds.get(document.collection)?.take(document);
        for (const [index, event] of events.entries())
          for (const [which, fold] of folds.entries()) {
            const documents = concerned[index]?.[which] ?? [];
            if (documents.length > 0) fold.apply(event, documents);
          }
        return folds.flatMap((fold) => fold.takeWrites());
      },
    };
  }
}

/** The documents that must be at hand before a batch is folded, each named once. */
export function documentsNeeded<Event>(
  projections: Projections<Event>,
  events: readonly ReadEvent<Event>[],
): readonly DocumentKey[] {
  return new OngoingFold(projections).batch(events).needed;
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
  return new OngoingFold(projections).batch(events).writesWith(documents);
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
