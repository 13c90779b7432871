import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CheckpointMoved,
  type Document,
  type DocumentWrite,
  type ReadModelStore,
} from '#eventsourcing';
import { freshName } from './sample-events.ts';

/**
 * What every read-model store must do. Each call of `open` opens another instance over the same
 * documents, which may already hold other collections.
 */
export function readModelStoreContract(open: () => Promise<ReadModelStore>): void {
  let store: ReadModelStore;

  beforeAll(async () => {
    store = await open();
  });

  afterAll(() => store.close());

  const put = (writes: readonly DocumentWrite[], generation?: number): Promise<void> =>
    store.commit(writes, { follower: freshName('follower'), from: 0n, position: 1n }, generation);

  const keysOf = (documents: readonly Document[]): readonly string[] =>
    documents.map(({ key }) => key);

  describe('getting', () => {
    test('answers documents exactly as they were stored', async () => {
      const document = {
        collection: freshName('collection'),
        partition: 'acme',
        key: 'Grüße "quoted" 世界',
        order: '2026-03-01',
        body: '{"text":"🎈", "n" : 1.0}',
        position: 9_007_199_254_740_993n,
      };
      await put([document]);
      expect(await store.get([document])).toEqual([document]);
    });

    test('answers in the order of the keys asked for, undefined where there is none', async () => {
      const [one, two] = [sampleDocument(), sampleDocument({ collection: freshName('other') })];
      await put([one, two]);
      const missing = { ...one, key: 'missing' };
      const elsewhere = { ...one, partition: 'elsewhere' };
      const absent = { ...one, collection: freshName('absent') };
      expect(await store.get([two, missing, one, elsewhere, absent, one])).toEqual([
        two,
        undefined,
        one,
        undefined,
        undefined,
        one,
      ]);
    });
  });

  describe('committing', () => {
    test('replaces a document, its order and its position', async () => {
      const document = sampleDocument({ order: 'a' });
      await put([document]);
      const newer = { ...document, order: null, body: '{"newer":true}', position: 2n };
      await put([newer]);
      expect(await store.get([document])).toEqual([newer]);
      expect(await store.list({ ...document, by: 'order', limit: 10 })).toEqual([]);
    });

    test('removes a document whose body is null, also one that never was', async () => {
      const document = sampleDocument({ order: 'a' });
      await put([document]);
      await put([
        { ...document, body: null },
        { ...document, key: 'never', body: null },
      ]);
      expect(await store.get([document])).toEqual([undefined]);
      expect(await store.list({ ...document, by: 'order', limit: 10 })).toEqual([]);
    });

    test('lists a document under its new order once that changes', async () => {
      const document = sampleDocument({ order: 'a' });
      await put([document]);
      const moved = { ...document, order: 'b', position: 2n };
      await put([moved]);
      const range = { ...document, by: 'order', limit: 9 } as const;
      expect(await store.list({ ...range, from: 'a', to: 'b' })).toEqual([]);
      expect(await store.list({ ...range, from: 'b' })).toEqual([moved]);
      const unlisted = { ...moved, order: null, body: '{"unlisted":true}' };
      await put([unlisted]);
      expect(await store.list({ ...range, from: '' })).toEqual([]);
      expect(await store.get([document])).toEqual([unlisted]);
    });

    test('lets a later write win over an earlier one of the same commit', async () => {
      const [kept, removed] = [sampleDocument(), sampleDocument()];
      const last = { ...kept, body: '{"last":true}', position: 3n };
      await put([{ ...kept, body: null }, kept, last, removed, { ...removed, body: null }]);
      expect(await store.get([kept, removed])).toEqual([last, undefined]);
    });

    test('stores the writes and the checkpoint, or nothing', async () => {
      const follower = freshName('follower');
      const [before, after] = [sampleDocument(), sampleDocument()];
      await store.commit([before], { follower, from: 0n, position: 5n });
      const unstorable = { ...after, body: { not: 'a text' } as unknown as string };
      const failing = store.commit([after, { ...before, body: null }, unstorable], {
        follower,
        from: 5n,
        position: 6n,
      });
      await expect(failing).rejects.toThrow();
      expect(await store.get([before, after])).toEqual([before, undefined]);
      expect(await store.checkpoint(follower)).toBe(5n);
      await put([after]);
      expect(await store.get([after])).toEqual([after]);
    });

    test('refuses, storing nothing, unless the follower is where it is said to be', async () => {
      const other = await open();
      const follower = freshName('follower');
      const [first, second] = [sampleDocument(), sampleDocument()];
      const notBegun = { follower, from: 1n, position: 2n };
      await expect(store.commit([first], notBegun)).rejects.toThrow(CheckpointMoved);
      await other.commit([first], { follower, from: 0n, position: 5n });
      const behind = { follower, from: 0n, position: 4n };
      await expect(store.commit([second], behind)).rejects.toThrow(CheckpointMoved);
      expect(await store.get([first, second])).toEqual([first, undefined]);
      expect(await store.checkpoint(follower)).toBe(5n);
      await other.close();
    });

    test('keeps a checkpoint for each follower, 0 where there is none', async () => {
      const [one, two] = [freshName('follower'), freshName('follower')];
      await store.commit([], { follower: one, from: 0n, position: 7n });
      await store.commit([], { follower: one, from: 7n, position: 9_007_199_254_740_993n });
      expect(await store.checkpoint(one)).toBe(9_007_199_254_740_993n);
      expect(await store.checkpoint(two)).toBe(0n);
    });
  });

  describe('listing', () => {
    const collection = freshName('collection');
    const partition = 'acme';
    const all = { collection, partition, limit: 100 };

    beforeAll(async () => {
      const orders = { a: '2', B: null, c: '1', é: '3', z: '2', 'a/1': '9' };
      const documents = Object.entries(orders).map(([key, order]) =>
        sampleDocument({ collection, partition, key, order }),
      );
      await put([...documents, sampleDocument({ collection, partition: 'other', key: 'b' })]);
    });

    test('by key compares byte by byte, within one partition', async () => {
      const keys = keysOf(await store.list({ ...all, by: 'key' }));
      expect(keys).toEqual(['B', 'a', 'a/1', 'c', 'z', 'é']);
    });

    test('by order leaves out documents without an order', async () => {
      const orders = (await store.list({ ...all, by: 'order' })).map(({ order }) => order);
      expect(orders).toEqual(['1', '2', '2', '3', '9']);
    });

    test('includes the lower bound and excludes the upper one', async () => {
      const byKey = await store.list({ ...all, by: 'key', from: 'a', to: 'c' });
      expect(keysOf(byKey)).toEqual(['a', 'a/1']);
      const byOrder = await store.list({ ...all, by: 'order', from: '1', to: '3' });
      expect(byOrder.map(({ order }) => order)).toEqual(['1', '2', '2']);
      const open = await store.list({ ...all, by: 'order', from: '3' });
      expect(open.map(({ order }) => order)).toEqual(['3', '9']);
    });

    test('descends within the same bounds', async () => {
      const range = { ...all, by: 'key', from: 'a', to: 'c', descending: true } as const;
      expect(keysOf(await store.list(range))).toEqual(['a/1', 'a']);
      const byOrder = await store.list({ ...all, by: 'order', descending: true });
      expect(byOrder.map(({ order }) => order)).toEqual(['9', '3', '2', '2', '1']);
    });

    test('answers at most the limit, from the beginning of the list', async () => {
      const range = { ...all, limit: 2 };
      expect(keysOf(await store.list({ ...range, by: 'key' }))).toEqual(['B', 'a']);
      const last = await store.list({ ...range, by: 'key', descending: true });
      expect(keysOf(last)).toEqual(['é', 'z']);
    });

    test('answers whole documents', async () => {
      const document = sampleDocument({ collection: freshName('collection'), order: 'x' });
      await put([document]);
      expect(await store.list({ ...document, by: 'key', limit: 1 })).toEqual([document]);
      expect(await store.list({ ...document, by: 'order', limit: 1 })).toEqual([document]);
    });

    test('is empty for a collection or partition that is absent', async () => {
      const absent = { ...all, collection: freshName('absent') };
      expect(await store.list({ ...absent, by: 'order' })).toEqual([]);
      expect(await store.list({ ...all, partition: 'absent', by: 'key' })).toEqual([]);
    });
  });

  describe('reading at one moment', () => {
    test('answers documents, lists and checkpoints as they were when reading began', async () => {
      const other = await open();
      const follower = freshName('follower');
      const [document, removed] = [sampleDocument({ order: 'a' }), sampleDocument()];
      const range = { ...document, by: 'order', limit: 9 } as const;
      await store.commit([document, removed], { follower, from: 0n, position: 7n });
      await store.atOneMoment(async (reads) => {
        expect(await reads.get([document, removed])).toEqual([document, removed]);
        const newer = { ...document, order: 'b', body: '{"newer":true}', position: 8n };
        const added = sampleDocument({ collection: document.collection, order: 'c' });
        await other.commit([newer, added, { ...removed, body: null }], {
          follower,
          from: 7n,
          position: 8n,
        });
        expect(await reads.list(range)).toContainEqual(document);
        expect(await reads.list(range)).not.toContainEqual(added);
        expect(await reads.get([document, removed, added])).toEqual([document, removed, undefined]);
        expect(await reads.checkpoint(follower)).toBe(7n);
        expect(await store.get([document])).toEqual([newer]);
      });
      await store.atOneMoment(async (reads) => {
        expect(await reads.checkpoint(follower)).toBe(8n);
        expect(await reads.get([removed])).toEqual([undefined]);
      });
      await other.close();
    });

    test('stays with the generation that was active, also when another takes over', async () => {
      const other = await open();
      const follower = freshName('follower');
      const document = sampleDocument();
      const rebuilt = { ...document, body: '{"rebuilt":true}' };
      await store.commit([document], { follower, from: 0n, position: 9n });
      const next = (await store.activeGeneration()) + 1;
      await other.commit([rebuilt], { follower, from: 0n, position: 3n }, next);
      await store.atOneMoment(async (reads) => {
        expect(await reads.checkpoint(follower)).toBe(9n);
        await other.activate(next);
        expect(await reads.get([document])).toEqual([document]);
        expect(await reads.checkpoint(follower)).toBe(9n);
      });
      const after = await store.atOneMoment((reads) => reads.get([document]));
      expect(after).toEqual([rebuilt]);
      await other.close();
    });

    test('is free for many at once, each with its own, and after one that failed', async () => {
      const document = sampleDocument();
      await put([document]);
      const failing = store.atOneMoment(async (reads) => {
        await reads.get([document]);
        throw new Error('not now');
      });
      await expect(failing).rejects.toThrow('not now');
      const found = await Promise.all(
        Array.from({ length: 50 }, () => store.atOneMoment((reads) => reads.get([document]))),
      );
      expect(found).toEqual(found.map(() => [document]));
    });
  });

  describe('generations', () => {
    test('fill beside the active one without being seen', async () => {
      const next = (await store.activeGeneration()) + 1;
      const follower = freshName('follower');
      const document = sampleDocument();
      const rebuilt = { ...document, body: '{"rebuilt":true}' };
      await store.commit([document], { follower, from: 0n, position: 9n });
      await store.commit([rebuilt], { follower, from: 0n, position: 3n }, next);
      expect(await store.get([document])).toEqual([document]);
      expect(await store.checkpoint(follower)).toBe(9n);
      expect(await store.get([document], next)).toEqual([rebuilt]);
      expect(await store.list({ ...document, by: 'key', limit: 9 }, next)).toEqual([rebuilt]);
      expect(await store.checkpoint(follower, next)).toBe(3n);
    });

    test('swap at once for every instance, and the others are dropped', async () => {
      const other = await open();
      const active = await store.activeGeneration();
      const follower = freshName('follower');
      const [document, old] = [sampleDocument(), sampleDocument()];
      const rebuilt = { ...document, body: '{"rebuilt":true}' };
      await store.commit([document, old], { follower, from: 0n, position: 9n });
      expect(await other.get([document, old])).toEqual([document, old]);
      await store.commit([rebuilt], { follower, from: 0n, position: 3n }, active + 1);
      await store.activate(active + 1);
      for (const instance of [store, other]) {
        expect(await instance.activeGeneration()).toBe(active + 1);
        expect(await instance.get([document, old])).toEqual([rebuilt, undefined]);
        expect(await instance.checkpoint(follower)).toBe(3n);
        expect(await instance.get([document, old], active)).toEqual([undefined, undefined]);
        expect(await instance.checkpoint(follower, active)).toBe(0n);
      }
      await other.commit([old], { follower, from: 3n, position: 4n });
      expect(await store.get([old])).toEqual([old]);
      await other.close();
    });
  });

  describe('opening again', () => {
    test('finds documents, checkpoints and the active generation', async () => {
      const follower = freshName('follower');
      const document = sampleDocument({ order: 'a' });
      const before = await open();
      await before.commit([document], { follower, from: 0n, position: 4n });
      const generation = await before.activeGeneration();
      await before.close();
      const after = await open();
      expect(await after.get([document])).toEqual([document]);
      expect(await after.checkpoint(follower)).toBe(4n);
      expect(await after.activeGeneration()).toBe(generation);
      await after.close();
    });
  });
}

function sampleDocument(document: Partial<Document> = {}): Document {
  return {
    collection: 'samples',
    partition: 'acme',
    key: freshName('key'),
    order: null,
    body: '{"sample":true}',
    position: 1n,
    ...document,
  };
}
