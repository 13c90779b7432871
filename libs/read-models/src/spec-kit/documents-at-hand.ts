import type { Document, DocumentRange, DocumentReads } from '#eventsourcing';

/** Documents of one moment as a store would read them. */
export function documentsAtHand(documents: readonly Document[]): DocumentReads {
  const last = documents.reduce((max, { position }) => (position > max ? position : max), 0n);
  return {
    checkpoint: async () => last,
    get: async (keys) =>
      keys.map(({ collection, partition, key }) =>
        documents.find(
          (document) =>
            document.collection === collection &&
            document.partition === partition &&
            document.key === key,
        ),
      ),
    list: async (range) => listed(documents, range),
  };
}

function listed(
  documents: readonly Document[],
  { collection, partition, by, from = '', to, descending = false, limit }: DocumentRange,
): readonly Document[] {
  const within = documents
    .filter((document) => document.collection === collection && document.partition === partition)
    .map((document) => ({ document, sortKey: by === 'key' ? document.key : document.order }))
    .filter(
      ({ sortKey }) => sortKey !== null && sortKey >= from && (to === undefined || sortKey < to),
    )
    .toSorted((a, b) => ((a.sortKey ?? '') < (b.sortKey ?? '') ? -1 : 1))
    .map(({ document }) => document);
  return (descending ? within.toReversed() : within).slice(0, limit);
}
