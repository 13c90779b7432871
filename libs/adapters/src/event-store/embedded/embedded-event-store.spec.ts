import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Appended } from '#eventsourcing';
import { StoreRefused, VersionConflict } from '#eventsourcing';
import { eventStoreContract, idsOf, sampleEvent, sampleEvents, temporaryDirectory } from '#testing';
import { openForReading } from '../../sqlite/database-file.ts';
import { EmbeddedEventStore } from './embedded-event-store.ts';
import { logFile, NEW_PLACES_MAX } from './log-file.ts';

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

  describe('more appends than wait in the small table of places', () => {
    const directory = join(shared, 'places');
    const streams = ['one', 'two', 'three'];
    const sent = Array.from({ length: NEW_PLACES_MAX + 500 }, (_, index) => ({
      stream: streams[index % streams.length] as string,
      expected: Math.floor(index / streams.length) * 2,
      events: sampleEvents(2),
    }));
    const idsIn = (stream: string): readonly string[] =>
      sent.filter((each) => each.stream === stream).flatMap(({ events }) => idsOf(events));

    test('are found from every place, in order, and known when they are repeated', async () => {
      const store = await EmbeddedEventStore.open(directory);
      const send = ({ stream, expected, events }: (typeof sent)[number]): Promise<Appended> =>
        store.append(stream, expected, events);
      const appended = [
        ...(await Promise.all(sent.slice(0, NEW_PLACES_MAX).map(send))),
        ...(await Promise.all(sent.slice(NEW_PLACES_MAX).map(send))),
      ];
      expect(placesIn(directory)).toEqual({ places: NEW_PLACES_MAX, new_places: 500 });
      const repeated = [0, 1, 2, NEW_PLACES_MAX - 1, NEW_PLACES_MAX, sent.length - 1];
      for (const index of repeated)
        expect(await send(sent[index] as (typeof sent)[number])).toMatchObject({
          revision: appended[index]?.revision,
          position: appended[index]?.position,
        });
      for (const stream of streams)
        for (const from of [1, 2, 501, 2_730, 2_731, 2_732, idsIn(stream).length])
          expect(idsOf(await store.readStream(stream, from, 10_000))).toEqual(
            idsIn(stream).slice(from - 1),
          );
      await expect(store.append('one', 0, sampleEvents(2))).rejects.toBeInstanceOf(VersionConflict);
      await store.close();
    });

    test('are found and continued by whoever opens the log next', async () => {
      const store = await EmbeddedEventStore.open(directory);
      const before = idsIn('two');
      const more = sampleEvents(1);
      await expect(store.append('two', 0, sampleEvents(2))).rejects.toMatchObject({
        actual: before.length,
      });
      await store.append('two', before.length, more);
      expect(idsOf(await store.readStream('two', 1, 10_000))).toEqual([...before, ...idsOf(more)]);
      expect(placesIn(directory)).toMatchObject({ new_places: 501 });
      await store.close();
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

function placesIn(directory: string): unknown {
  const log = openForReading(directory, logFile);
  const counts = log
    .prepare(
      'SELECT (SELECT count(*) FROM places) AS places, (SELECT count(*) FROM new_places) AS new_places',
    )
    .get();
  log.close();
  return { ...counts };
}

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
