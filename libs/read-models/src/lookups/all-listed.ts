import type { Document, DocumentRange, DocumentReads } from '#eventsourcing';

// So many at once that others wait for a few milliseconds at most.
const CHUNK = 250;

/** Everything in a range, ascending, read bit by bit. */
export async function* allListed(
  reads: DocumentReads,
  range: Omit<DocumentRange, 'descending' | 'limit'>,
): AsyncGenerator<Document> {
  let { from = '' } = range;
  for (;;) {
    const documents = await reads.list({ ...range, from, limit: CHUNK });
    yield* documents;
    const last = documents.at(-1);
    if (last === undefined || documents.length < CHUNK) return;
    // The least text after it.
    from = `${(range.by === 'key' ? last.key : last.order) ?? ''}\u0000`;
  }
}

/** The contents of documents, read bit by bit; those that are not there are left out. */
export async function contentsOf<Content>(
  reads: DocumentReads,
  kept: { readonly name: string; readonly decode: (body: string) => Content },
  { partition, keys }: { readonly partition: string; readonly keys: readonly string[] },
): Promise<readonly Content[]> {
  const contents: Content[] = [];
  for (let start = 0; start < keys.length; start += CHUNK) {
    const chunk = keys.slice(start, start + CHUNK);
    const documents = await reads.get(
      chunk.map((key) => ({ collection: kept.name, partition, key })),
    );
    for (const document of documents)
      if (document !== undefined) contents.push(kept.decode(document.body));
  }
  return contents;
}
