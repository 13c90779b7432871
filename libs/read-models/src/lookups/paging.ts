import type { Document, DocumentRange, DocumentReads } from '#eventsourcing';
import { padded } from '../keys.ts';

/** Which page of a list. The token is that of the page before. */
export interface PageQuery {
  readonly pageSize: number;
  readonly pageToken?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** `null` after the last page. */
  readonly nextPageToken: string | null;
}

/** A page token that no answer ever gave. */
export class BadPageToken extends Error {
  override readonly name = 'BadPageToken';

  constructor(token: string) {
    super(`${JSON.stringify(token)} is no page token`);
  }
}

const POSITION = /^[1-9]\d{0,19}$/;

/**
 * Newest-first lists continue before a place in the order, so that a page stays right while newer
 * things are added. `undefined` is the first page.
 */
export function placeBefore(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  if (!POSITION.test(token)) throw new BadPageToken(token);
  return padded(BigInt(token));
}

const tokenFor = (place: string): string => String(BigInt(place));

/** A list in the order of a sort key that ends in a padded number, and how it is cut. */
export interface NewestFirst extends Pick<DocumentRange, 'collection' | 'partition' | 'by'> {
  /** The parts of the list: what each sort key begins with, up to the number. */
  readonly prefixes: readonly string[];
  /** Only what comes before this place. */
  readonly before: string | undefined;
}

const CHUNK = 100;
const DIGITS = padded(0).length;

/** Documents of several parts of a list as one, newest first, read bit by bit. */
export async function* newestFirst(
  reads: DocumentReads,
  { prefixes, before, ...list }: NewestFirst,
): AsyncGenerator<Listed> {
  const parts = prefixes.map((prefix) => new RangeRead(reads, list, { prefix, before }));
  for (;;) {
    const heads = await Promise.all(parts.map((part) => part.head()));
    let newest = -1;
    for (const [index, head] of heads.entries())
      if (head !== undefined && (newest < 0 || head.place > (heads[newest]?.place ?? '')))
        newest = index;
    const head = heads[newest];
    if (head === undefined) return;
    parts[newest]?.drop();
    yield head;
  }
}

/** A document of a list, and its place in that. */
export interface Listed {
  readonly document: Document;
  readonly place: string;
}

/** One range of a collection, read backwards in chunks. */
class RangeRead {
  readonly #reads: DocumentReads;
  readonly #range: Omit<DocumentRange, 'to'>;
  #to: string;
  #waiting: Listed[] = [];
  #isAtEnd = false;

  constructor(
    reads: DocumentReads,
    list: Pick<DocumentRange, 'collection' | 'partition' | 'by'>,
    { prefix, before }: { readonly prefix: string; readonly before: string | undefined },
  ) {
    this.#reads = reads;
    this.#range = { ...list, from: prefix, descending: true, limit: CHUNK };
    this.#to = `${prefix}${before ?? '~'}`;
  }

  async head(): Promise<Listed | undefined> {
    if (this.#waiting.length === 0 && !this.#isAtEnd) await this.#read();
    return this.#waiting.at(-1);
  }

  drop(): void {
    this.#waiting.pop();
  }

  async #read(): Promise<void> {
    const { by } = this.#range;
    const documents = await this.#reads.list({ ...this.#range, to: this.#to });
    this.#isAtEnd = documents.length < CHUNK;
    const listed = documents.map((document) => ({
      document,
      sortKey: by === 'key' ? document.key : (document.order ?? ''),
    }));
    this.#to = listed.at(-1)?.sortKey ?? this.#to;
    this.#waiting = listed
      .map(({ document, sortKey }) => ({ document, place: sortKey.slice(-DIGITS) }))
      .toReversed();
  }
}

const LOOKED_AT_MAX = 1_000;

/**
 * A page of what is kept of a list. Where much is left out the page may be short, with a token
 * nevertheless: one page never reads more than its share.
 */
export async function pageOf<Item>(
  listed: AsyncIterable<Listed>,
  { pageSize }: Pick<PageQuery, 'pageSize'>,
  keep: (document: Document) => Item | null | 'END',
): Promise<Page<Item>> {
  const items: Item[] = [];
  let lookedAt = 0;
  let last: string | undefined;
  for await (const { document, place } of listed) {
    const item = keep(document);
    if (item === 'END') break;
    if ((item !== null && items.length === pageSize) || lookedAt === LOOKED_AT_MAX)
      return { items, nextPageToken: tokenFor(last ?? place) };
    if (item !== null) items.push(item);
    lookedAt += 1;
    last = place;
  }
  return { items, nextPageToken: null };
}
