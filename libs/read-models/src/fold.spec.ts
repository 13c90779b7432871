import { describe, expect, test } from '@jest/globals';
import { WalletHistory, consumed, granted, histories } from '#testing';
import fc from 'fast-check';
import type { Document, DocumentWrite } from '#eventsourcing';
import { allProjections } from './all-projections.ts';
import { BALANCE_KEY } from './documents/balances.ts';
import { documentsNeeded, foldAll, foldBatch, OngoingFold } from './fold.ts';

type Documents = Map<string, Document>;

import { readWholeStream, type ReadLedgerEvent } from './ledger-events.ts';

const idOf = ({ collection, partition, key }: Pick<Document, 'collection' | 'partition' | 'key'>) =>
  `${collection} ${partition} ${key}`;

/** What a store has after these batches. */
function folded(batches: readonly (readonly ReadLedgerEvent[])[]): Documents {
  const documents: Documents = new Map();
  for (const batch of batches) {
    const needed = documentsNeeded(allProjections, batch);
    const loaded = needed.map((key) => documents.get(idOf(key)));
    store(documents, foldBatch(allProjections, batch, loaded));
  }
  return documents;
}

function store(documents: Documents, writes: readonly DocumentWrite[]): void {
  for (const { body, ...write } of writes)
    if (body === null) documents.delete(idOf(write));
    else documents.set(idOf(write), { ...write, body });
}

const batchesOf = (events: readonly ReadLedgerEvent[], size: number) =>
  Array.from({ length: Math.ceil(events.length / size) }, (_, index) =>
    events.slice(index * size, (index + 1) * size),
  );

const inOrder = (documents: Documents) => [...documents].toSorted(([a], [b]) => (a < b ? -1 : 1));

describe('folding', () => {
  const read = readWholeStream(
    new WalletHistory().do(granted('g', '10.00'), consumed('c', '4.00')).events,
  );

  test('I15: batches of any size make the same documents, byte for byte', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 2, max: 40 }), ({ events }, size) => {
        const read = readWholeStream(events);
        const oneByOne = inOrder(folded(batchesOf(read, 1)));
        expect(inOrder(folded([read]))).toEqual(oneByOne);
        expect(inOrder(folded(batchesOf(read, size)))).toEqual(oneByOne);
      }),
      { numRuns: 50 },
    );
  });

  test('I15: whatever stays at hand between batches, the documents are the same', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(6),
        ({ events }, size, atHandMax) => {
          const read = readWholeStream(events);
          const documents: Documents = new Map();
          const fold = new OngoingFold(allProjections, atHandMax);
          for (const each of batchesOf(read, size)) {
            const batch = fold.batch(each);
            const loaded = batch.needed.map((key) => documents.get(idOf(key)));
            store(documents, batch.writesWith(loaded));
          }
          expect(inOrder(documents)).toEqual(inOrder(folded([read])));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('loads nothing again that is at hand', () => {
    const fold = new OngoingFold(allProjections);
    const [opened, ...rest] = read;
    fold.batch(opened === undefined ? [] : [opened]).writesWith([]);
    const again = fold.batch(rest).needed;
    const found = again.filter(({ collection }) => collection === 'lots');
    expect(found.map(({ key }) => key)).toEqual(['grant:g']);
  });

  test('I15, scenario 67: what is told again changes nothing in the end', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 2, max: 40 }),
        fc.nat(5),
        ({ events }, size, back) => {
          const read = readWholeStream(events);
          const batches = batchesOf(read, size);
          const again = batches.flatMap((_batch, index) =>
            batches.slice(Math.max(0, index - back), index + 1),
          );
          expect(inOrder(folded(again))).toEqual(inOrder(folded(batches)));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('I15: the same batch told twice writes nothing but its rows, as they are', () => {
    const first = folded([read]);
    const loaded = documentsNeeded(allProjections, read).map((key) => first.get(idOf(key)));
    const writes = foldBatch(allProjections, read, loaded);
    expect(new Set(writes.map(({ collection }) => collection))).toEqual(
      new Set(['transactions', 'lots-made']),
    );
    for (const write of writes) expect(first.get(idOf(write))).toEqual(write);
  });

  test('every document says the position of the last event that changed it', () => {
    const wallet = foldAll(allProjections, read).find(({ collection }) => collection === 'wallets');
    expect(wallet?.position).toBe(read[0]?.position);
    const balance = foldAll(allProjections, read).find(({ key }) => key === BALANCE_KEY);
    expect(balance?.position).toBe(read.at(-1)?.position);
  });

  test('rows are made once, so that there is nothing to load for them', () => {
    const needed = documentsNeeded(allProjections, read);
    expect(needed.filter(({ collection }) => collection === 'transactions')).toEqual([]);
    expect(new Set(needed.map(idOf)).size).toBe(needed.length);
  });
});
