import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readModelStoreContract, temporaryDirectory } from '#testing';
import { EmbeddedReadModelStore } from './embedded-read-model-store.ts';

describe('EmbeddedReadModelStore', () => {
  const shared = temporaryDirectory();
  readModelStoreContract(() => EmbeddedReadModelStore.open(shared));

  const checkpoint = { follower: 'balances', from: 0n, position: 1n };
  const document = {
    collection: 'balances',
    partition: 'acme',
    key: 'wallet',
    order: null,
    body: '{}',
    position: 1n,
  };

  describe('opened read-only', () => {
    test('sees what the writer commits later, also into collections made later', async () => {
      const directory = join(shared, 'read-only');
      const writer = await EmbeddedReadModelStore.open(directory);
      const reader = await EmbeddedReadModelStore.open(directory, { readOnly: true });
      expect(await reader.get([document])).toEqual([undefined]);
      await writer.commit([document], checkpoint);
      expect(await reader.get([document])).toEqual([document]);
      const newer = { ...document, collection: 'lots', key: 'lot' };
      await writer.commit([newer], checkpoint, 2);
      await writer.activate(2);
      expect(await reader.get([document, newer])).toEqual([undefined, newer]);
      await reader.close();
      await writer.close();
    });

    test('refuses to commit', async () => {
      const directory = join(shared, 'refusing');
      const writer = await EmbeddedReadModelStore.open(directory);
      const reader = await EmbeddedReadModelStore.open(directory, { readOnly: true });
      await expect(reader.commit([document], checkpoint)).rejects.toThrow('readonly');
      await reader.close();
      await writer.close();
    });

    test('fails when nobody made the file', async () => {
      const opening = EmbeddedReadModelStore.open(join(shared, 'nowhere'), { readOnly: true });
      await expect(opening).rejects.toThrow('read-models.sqlite cannot be opened');
    });
  });

  test('lists by order through the index, without sorting', async () => {
    const store = await EmbeddedReadModelStore.open(join(shared, 'many'));
    const many = Array.from({ length: 2_000 }, (_, index) => {
      const key = String(index).padStart(5, '0');
      return { ...document, key, order: index % 2 === 0 ? key : null };
    });
    await store.commit(many, checkpoint);
    const range = { ...document, by: 'order', from: '00100', limit: 3 } as const;
    expect((await store.list(range)).map(({ key }) => key)).toEqual(['00100', '00102', '00104']);
    await store.close();
  });
});
