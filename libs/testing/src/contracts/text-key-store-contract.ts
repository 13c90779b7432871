import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TextKeyStore } from '#eventsourcing';
import { freshName } from './sample-events.ts';

/** What every store of text keys must do. Each call of `open` opens the same keys again. */
export function textKeyStoreContract(open: () => TextKeyStore): void {
  let store: TextKeyStore;

  beforeAll(() => {
    store = open();
  });

  afterAll(() => {
    store.close();
  });

  const afterReopening = (): TextKeyStore => {
    store.close();
    store = open();
    return store;
  };

  describe('obtaining', () => {
    test('makes a key of 32 bytes', () => {
      expect(store.obtain(freshName('key'))).toHaveLength(32);
    });

    test('answers the same key again, also after opening again', () => {
      const name = freshName('key');
      const key = store.obtain(name);
      expect(store.obtain(name)).toEqual(key);
      expect(store.find(name)).toEqual(key);
      expect(afterReopening().obtain(name)).toEqual(key);
    });

    test('makes another key for another name', () => {
      expect(store.obtain(freshName('key'))).not.toEqual(store.obtain(freshName('key')));
    });
  });

  describe('finding', () => {
    test('answers undefined for a key that never was, and makes none', () => {
      const name = freshName('key');
      expect(store.find(name)).toBeUndefined();
      expect(store.find(name)).toBeUndefined();
    });

    test('answers a key that was made before opening again', () => {
      const name = freshName('key');
      const key = store.obtain(name);
      expect(afterReopening().find(name)).toEqual(key);
    });
  });

  describe('erasing', () => {
    test('removes the key for good', () => {
      const name = freshName('key');
      store.obtain(name);
      store.erase(name);
      expect(store.find(name)).toBeUndefined();
      expect(afterReopening().find(name)).toBeUndefined();
    });

    test('leaves the other keys alone', () => {
      const [kept, erased] = [freshName('key'), freshName('key')];
      const key = store.obtain(kept);
      store.obtain(erased);
      store.erase(erased);
      expect(store.find(kept)).toEqual(key);
    });

    test('does nothing for a key that never was', () => {
      const name = freshName('key');
      store.erase(name);
      expect(store.find(name)).toBeUndefined();
    });

    test('never brings the erased key back: obtaining it again makes another', () => {
      const name = freshName('key');
      const erased = Uint8Array.from(store.obtain(name));
      store.erase(name);
      const made = store.obtain(name);
      expect(made).not.toEqual(erased);
      expect(afterReopening().find(name)).toEqual(made);
    });
  });
}
