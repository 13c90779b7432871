import type { Projection } from '#eventsourcing';
import { encodeDocument } from './codec.ts';
import type { LedgerEvent } from '#ledger';
import type { DataOf, Folding, LedgerEventType, ReadLedgerEvent } from './ledger-events.ts';

/** The types of events that a projection reads: all but those it lists as ignored. */
export type AllBut<Ignored extends LedgerEventType> = Exclude<LedgerEventType, Ignored>;

type Keys<Data> = (data: Data, event: ReadLedgerEvent) => readonly string[];

/** The keys of the documents that one type of event concerns. */
type KeysBy<Type extends LedgerEventType> = {
  readonly [Each in Type]: Keys<DataOf<Each>>;
};

type DocumentFold<Type extends LedgerEventType, Before, Content> = (
  before: Before,
  data: DataOf<Type>,
  folding: Folding<Content>,
) => Content | null;

/** What a document is after one type of event. */
export type FoldsBy<Type extends LedgerEventType, Content> = {
  readonly [Each in Type]: DocumentFold<Each, Content | null, Content>;
};

/** How one type of event changes a document that an earlier event made. */
export type ChangesBy<Type extends LedgerEventType, Content> = {
  readonly [Each in Type]: DocumentFold<Each, Content, Content>;
};

/** Changes as folds: where nothing was made there is nothing to change. */
export function onceMade<Type extends LedgerEventType, Content>(
  changes: ChangesBy<Type, Content>,
): FoldsBy<Type, Content> {
  const folds = entriesOf<DocumentFold<Type, Content, Content>>(changes).map(([type, change]) => [
    type,
    (before: Content | null, data: DataOf<Type>, folding: Folding<Content>) =>
      before === null ? null : change(before, data, folding),
  ]);
  return Object.fromEntries(folds) as FoldsBy<Type, Content>;
}

interface Definition<Type extends LedgerEventType, Content> {
  readonly name: string;
  readonly version: number;
  readonly once?: boolean;
  /** By default documents are listed by the stream of their wallet. */
  readonly partition?: (event: ReadLedgerEvent) => string;
  /** By type, or one answer for all types that are folded. */
  readonly keys: KeysBy<Type> | Keys<DataOf<Type>>;
  readonly folds: FoldsBy<Type, Content>;
  readonly order?: (content: Content) => string | undefined;
  readonly encode?: (content: Content) => string;
  readonly decode: (body: string) => Content;
}

/**
 * A projection as tables: whom a type of event concerns, and what becomes of it. A new type of event
 * does not compile until every projection of its capability has it in its tables or ignores it, and
 * so does every projection of all of a wallet.
 */
export function projectionOf<Type extends LedgerEventType, Content>({
  name,
  version,
  once,
  partition = ({ stream }) => stream,
  keys,
  folds,
  order,
  encode = encodeDocument,
  decode,
}: Definition<Type, Content>): Projection<LedgerEvent, Content> {
  const folded = new Map(
    entriesOf<DocumentFold<Type, Content | null, Content>>(folds).map(([type, fold]) => [
      type,
      { fold, keys: (typeof keys === 'function' ? keys : keys[type as Type]) as Keys<unknown> },
    ]),
  );
  return {
    name,
    version,
    once,
    placesOf(event) {
      const { type, data } = event.event;
      const found = folded.get(type)?.keys(data, event) ?? NO_KEYS;
      if (found.length === 0) return NO_PLACES;
      const listedIn = partition(event);
      return found.map((key) => ({ partition: listedIn, key }));
    },
    apply(before, event, place, beside) {
      const { type, data } = event.event;
      const fold = folded.get(type)?.fold;
      if (fold === undefined) return before === null ? null : { content: before };
      const content = fold(before, data as DataOf<Type>, { event, place, beside });
      return content === null ? null : { content, order: order?.(content) };
    },
    encode,
    decode,
  };
}

const entriesOf = <Value>(table: object): [string, Value][] =>
  Object.entries(table) as [string, Value][];

const NO_KEYS: readonly string[] = [];
const NO_PLACES: readonly never[] = [];
