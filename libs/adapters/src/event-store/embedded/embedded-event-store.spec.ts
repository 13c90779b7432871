import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { StoreRefused } from '#eventsourcing';
import { eventStoreContract, sampleEvent, sampleEvents, temporaryDirectory } from '#testing';
import { EmbeddedEventStore } from './embedded-event-store.ts';

describe('EmbeddedEventStore', () => {
  const shared = temporaryDirectory();
  eventStoreContract(() => EmbeddedEventStore.open(shared));

  describe('a fresh log', () => {
    test('is empty, and its head is 0', async () => {
      const store = await EmbeddedEventStore.open(join(shared, 'fresh', 'log'));
      expect(await store.head()).toBe(0n);
      expect(await store.readAll(0n, 10)).toEqual([]);
      await store.close();
    });
  });

  describe('opened read-only', () => {
    test('sees what is appended, and refuses to append', async () => {
      const directory = join(shared, 'read-only');
      const store = await EmbeddedEventStore.open(directory);
      const reader = await EmbeddedEventStore.open(directory, { readOnly: true });
      await store.append('stream', 0, sampleEvents(2));
      expect(await reader.readStream('stream', 1, 10)).toHaveLength(2);
      await expect(reader.append('stream', 2, sampleEvents(1))).rejects.toBeInstanceOf(
        StoreRefused,
      );
      await reader.close();
      await store.close();
    });

    test('follows what another process appends', async () => {
      const directory = join(shared, 'other-process');
      const store = await EmbeddedEventStore.open(directory);
      const stop = new AbortController();
      const following = store.follow(0n, stop.signal);
      const next = following.next();
      appendFromAnotherProcess(directory);
      expect((await next).value).toMatchObject([{ stream: 'foreign', revision: 1 }]);
      stop.abort();
      await following.next();
      await store.close();
    });

    test('fails when there is no log', async () => {
      const opening = EmbeddedEventStore.open(join(shared, 'nowhere'), { readOnly: true });
      await expect(opening).rejects.toThrow('events.sqlite cannot be opened');
    });
  });

  describe('after closing', () => {
    test('everything appended before has its outcome, and nothing more is taken', async () => {
      const store = await EmbeddedEventStore.open(join(shared, 'closing'));
      const appends = Array.from({ length: 100 }, (_, index) =>
        store.append(`stream-${index}`, 0, sampleEvents(1)),
      );
      await store.close();
      expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual(
        Array.from({ length: 100 }, () => 1),
      );
      await expect(store.append('stream', 0, [sampleEvent()])).rejects.toBeInstanceOf(StoreRefused);
    });
  });
});

function appendFromAnotherProcess(directory: string): void {
  const module = new URL('./embedded-event-store.ts', import.meta.url).href;
  const script = `
    const { EmbeddedEventStore } = await import(${JSON.stringify(module)});
    const store = await EmbeddedEventStore.open(${JSON.stringify(directory)});
    const event = { id: crypto.randomUUID(), type: 'Sampled', data: '{}', metadata: '{}' };
    await store.append('foreign', 0, [event]);
    await store.close();`;
  const args = ['--conditions=app-src', '--input-type=module', '--eval', script];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}
