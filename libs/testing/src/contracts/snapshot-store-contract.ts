import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KeyReceipt, Snapshot, SnapshotParts, SnapshotStore } from '#eventsourcing';
import { freshName } from './sample-events.ts';

/**
 * What every snapshot store must do. Each call of `open` opens another instance over the same
 * snapshots, which may already hold other streams.
 */
export function snapshotStoreContract(open: () => Promise<SnapshotStore>): void {
  let store: SnapshotStore;

  beforeAll(async () => {
    store = await open();
  });

  afterAll(() => store.close());

  describe('saving', () => {
    test('keeps a snapshot exactly as it was given', async () => {
      const snapshot = { ...sampleSnapshot(), state: '{"text":"Grüße 🎈", "n" : 1.0}' };
      await store.save([{ snapshot, receipts: [], archive: [], parts: NO_PARTS }], 1n);
      expect(await store.load(snapshot.stream)).toEqual(snapshot);
      expect(await store.latest(snapshot.stream)).toEqual({
        revision: snapshot.revision,
        recordedAt: snapshot.recordedAt,
      });
    });

    test('replaces the snapshot before, and keeps receipts and archive', async () => {
      const first = sampleSnapshot();
      const second = { ...first, revision: 20, hash: 'hash-20', version: 2, state: '{}' };
      const receipt = sampleReceipt('k1');
      const archive = [{ id: 'a1', record: '{"a":1}' }];
      await store.save([{ snapshot: first, receipts: [receipt], archive, parts: NO_PARTS }], 1n);
      await store.save([{ snapshot: second, receipts: [], archive: [], parts: NO_PARTS }], 2n);
      expect(await store.load(first.stream)).toEqual(second);
      expect(await store.receipts(first.stream, ['k1'])).toEqual([receipt]);
      expect(await store.archived(first.stream, ['a1'])).toEqual(['{"a":1}']);
    });

    test('replaces a receipt or an archived record with a known id', async () => {
      const snapshot = sampleSnapshot();
      const { stream } = snapshot;
      const [old, newer] = [sampleReceipt('k1'), { ...sampleReceipt('k1'), lastRevision: 9 }];
      await store.save(
        [{ snapshot, receipts: [old], archive: [{ id: 'a1', record: '1' }], parts: NO_PARTS }],
        1n,
      );
      await store.save(
        [{ snapshot, receipts: [newer], archive: [{ id: 'a1', record: '2' }], parts: NO_PARTS }],
        2n,
      );
      expect(await store.receipts(stream, ['k1'])).toEqual([newer]);
      expect(await store.archived(stream, ['a1'])).toEqual(['2']);
    });

    test('keeps the receipts and the archive of each stream apart', async () => {
      const [one, two] = [sampleSnapshot(), sampleSnapshot()];
      const receipt = { ...sampleReceipt('k1'), requestHash: 'of two' };
      await store.save(
        [
          {
            snapshot: one,
            receipts: [sampleReceipt('k1')],
            archive: [{ id: 'a', record: '1' }],
            parts: NO_PARTS,
          },
          {
            snapshot: two,
            receipts: [receipt],
            archive: [{ id: 'a', record: '2' }],
            parts: NO_PARTS,
          },
        ],
        1n,
      );
      expect(await store.receipts(one.stream, ['k1'])).toEqual([sampleReceipt('k1')]);
      expect(await store.receipts(two.stream, ['k1'])).toEqual([receipt]);
      expect(await store.archived(one.stream, ['a'])).toEqual(['1']);
      expect(await store.archived(two.stream, ['a'])).toEqual(['2']);
    });

    test('stores all its writes and the checkpoint, or nothing', async () => {
      const [one, two] = [sampleSnapshot(), sampleSnapshot()];
      await store.save([], 5n);
      const unstorable = { ...two, state: { not: 'a text' } as unknown as string };
      const failing = store.save(
        [
          { snapshot: one, receipts: [sampleReceipt('k1')], archive: [], parts: NO_PARTS },
          { snapshot: unstorable, receipts: [], archive: [], parts: NO_PARTS },
        ],
        6n,
      );
      await expect(failing).rejects.toThrow();
      expect(await store.load(one.stream)).toBeUndefined();
      expect(await store.receipts(one.stream, ['k1'])).toEqual([undefined]);
      expect(await store.checkpoint()).toBe(5n);
    });

    test('changes parts, drops those that are gone, and all others where these are all', async () => {
      const snapshot = sampleSnapshot();
      const { stream } = snapshot;
      const save = (parts: SnapshotParts) =>
        store.save([{ snapshot, receipts: [], archive: [{ id: 'b', record: '1' }], parts }], 1n);
      const changed = ['a', 'b', 'c', 'ü'].map((id) => ({ id, part: `{"of":"${id}"}` }));
      await save({ since: 0, changed, gone: [] });
      await save({ since: 10, changed: [{ id: 'b', part: '2' }], gone: ['a', 'none'] });
      const [, , c, last] = changed;
      expect(await store.parts(stream, '', 2)).toEqual([{ id: 'b', part: '2' }, c]);
      expect(await store.parts(stream, 'c', 2)).toEqual([last]);
      await save({ since: 0, changed: [{ id: 'd', part: '4' }], gone: [] });
      expect(await store.parts(stream, '', 9)).toEqual([{ id: 'd', part: '4' }]);
      expect(await store.archived(stream, ['b', 'd'])).toEqual(['1', undefined]);
      await store.drop(stream);
      expect(await store.parts(stream, '', 9)).toEqual([]);
    });

    test('leaves a snapshot alone that others replaced since the one that was built on', async () => {
      const snapshot = { ...sampleSnapshot(), revision: 20 };
      const { stream } = snapshot;
      const changed = [{ id: 'a', part: '20' }];
      const whole = { since: 0, changed, gone: [] };
      await store.save([{ snapshot, receipts: [], archive: [], parts: whole }], 1n);
      const slow = { ...snapshot, revision: 15 };
      const parts = { since: 10, changed: [{ id: 'a', part: '15' }], gone: [] };
      const archive = [{ id: 'b', record: '1' }];
      await store.save([{ snapshot: slow, receipts: [], archive, parts }], 2n);
      expect(await store.load(stream)).toEqual(snapshot);
      expect(await store.parts(stream, '', 9)).toEqual(changed);
      expect(await store.archived(stream, ['b'])).toEqual(['1']);
    });

    test('keeps a checkpoint of any size', async () => {
      await store.save([], 9_007_199_254_740_993n);
      expect(await store.checkpoint()).toBe(9_007_199_254_740_993n);
    });
  });

  describe('reading', () => {
    test('answers undefined for what is absent, and revision 0', async () => {
      const stream = freshName('stream');
      expect(await store.load(stream)).toBeUndefined();
      expect(await store.latest(stream)).toBeUndefined();
      expect(await store.receipts(stream, ['k1'])).toEqual([undefined]);
      expect(await store.archived(stream, ['a1'])).toEqual([undefined]);
    });

    test('answers receipts and records in the order asked for', async () => {
      const snapshot = sampleSnapshot();
      const { stream } = snapshot;
      const receipts = ['k1', 'k2', 'k3'].map(sampleReceipt);
      const archive = ['a1', 'a2', 'a3'].map((id) => ({ id, record: `"${id}"` }));
      await store.save([{ snapshot, receipts, archive, parts: NO_PARTS }], 1n);
      const [first, , third] = receipts;
      expect(await store.receipts(stream, ['k3', 'k0', 'k1'])).toEqual([third, undefined, first]);
      expect(await store.archived(stream, ['a3', 'a0', 'a1'])).toEqual(['"a3"', undefined, '"a1"']);
    });
  });

  describe('dropping', () => {
    test('forgets the snapshot, receipts and archive of one stream only', async () => {
      const [kept, dropped] = [sampleSnapshot(), sampleSnapshot()];
      const rest = {
        receipts: [sampleReceipt('k1')],
        archive: [{ id: 'a1', record: '1' }],
        parts: NO_PARTS,
      };
      await store.save(
        [kept, dropped].map((snapshot) => ({ snapshot, ...rest })),
        1n,
      );
      await store.drop(dropped.stream);
      await store.drop(freshName('absent'));
      expect(await store.load(dropped.stream)).toBeUndefined();
      expect(await store.receipts(dropped.stream, ['k1'])).toEqual([undefined]);
      expect(await store.archived(dropped.stream, ['a1'])).toEqual([undefined]);
      expect(await store.load(kept.stream)).toEqual(kept);
      expect(await store.archived(kept.stream, ['a1'])).toEqual(['1']);
    });

    test('leaves room for what is made anew, without what was forgotten', async () => {
      const snapshot = sampleSnapshot();
      const { stream } = snapshot;
      await store.save(
        [{ snapshot, receipts: [sampleReceipt('k1')], archive: [], parts: NO_PARTS }],
        1n,
      );
      await store.drop(stream);
      await store.save(
        [{ snapshot, receipts: [sampleReceipt('k2')], archive: [], parts: NO_PARTS }],
        2n,
      );
      expect(await store.load(stream)).toEqual(snapshot);
      expect(await store.receipts(stream, ['k1', 'k2'])).toEqual([undefined, sampleReceipt('k2')]);
    });
  });

  describe('opening again', () => {
    test('finds all that was saved', async () => {
      const snapshot = sampleSnapshot();
      const before = await open();
      const archive = [{ id: 'a1', record: '1' }];
      await before.save(
        [{ snapshot, receipts: [sampleReceipt('k1')], archive, parts: NO_PARTS }],
        11n,
      );
      await before.close();
      const after = await open();
      expect(await after.load(snapshot.stream)).toEqual(snapshot);
      expect(await after.receipts(snapshot.stream, ['k1'])).toEqual([sampleReceipt('k1')]);
      expect(await after.archived(snapshot.stream, ['a1'])).toEqual(['1']);
      expect(await after.checkpoint()).toBe(11n);
      await after.close();
    });
  });
}

const NO_PARTS: SnapshotParts = { since: 0, changed: [], gone: [] };

function sampleSnapshot(): Snapshot {
  return {
    stream: freshName('stream'),
    revision: 10,
    hash: 'hash-10',
    recordedAt: '2026-03-01T00:00:00.000000000Z',
    version: 1,
    state: '{"lots":[]}',
  };
}

function sampleReceipt(key: string): KeyReceipt {
  return { key, requestHash: `hash of ${key}`, firstRevision: 3, lastRevision: 4 };
}
