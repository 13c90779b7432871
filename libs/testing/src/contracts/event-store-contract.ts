import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventStore, RecordedEvent } from '#eventsourcing';
import { APPEND_BYTES_MAX, StoreRefused, VersionConflict } from '#eventsourcing';
import { freshName, idsOf, sampleEvent, sampleEvents } from './sample-events.ts';

/**
 * What every event store must do. Each call of `open` opens another instance over the same log,
 * which may already hold other streams.
 */
export function eventStoreContract(open: () => Promise<EventStore>): void {
  let store: EventStore;

  beforeAll(async () => {
    store = await open();
  });

  afterAll(() => store.close());

  const whole = (stream: string): Promise<readonly RecordedEvent[]> =>
    store.readStream(stream, 1, 1_000);

  describe('appending', () => {
    test('stores events exactly as they were given', async () => {
      const stream = freshName('stream');
      const event = { ...sampleEvent(), data: '{"text":"Grüße, 世界 🎈\\u0000", "n" : 1.0}' };
      await store.append(stream, 0, [event]);
      expect(await whole(stream)).toEqual([expect.objectContaining({ ...event, stream })]);
    });

    test('counts the revisions of a stream from 1 without gaps', async () => {
      const stream = freshName('stream');
      await store.append(stream, 0, sampleEvents(2));
      await store.append(stream, 2, sampleEvents(1));
      await store.append(stream, 3, sampleEvents(3));
      expect((await whole(stream)).map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6]);
    });

    test('answers the revision and position of the last event', async () => {
      const stream = freshName('stream');
      const appended = await store.append(stream, 0, sampleEvents(3));
      const { revision, position } = (await whole(stream)).at(-1) ?? {};
      expect(appended).toMatchObject({ revision, position });
    });

    test('answers the position of every event, if it answers more than the last', async () => {
      const stream = freshName('stream');
      const { positions } = await store.append(stream, 0, sampleEvents(3));
      const stored = (await whole(stream)).map(({ position }) => position);
      expect(positions ?? stored).toEqual(stored);
    });

    test('lets positions grow with every event of the log', async () => {
      const [one, two] = [freshName('stream'), freshName('stream')];
      const before = await store.head();
      await store.append(one, 0, sampleEvents(2));
      await store.append(two, 0, sampleEvents(2));
      await store.append(one, 2, sampleEvents(2));
      const positions = (await store.readAll(before, 100)).map(({ position }) => position);
      expect(
        positions.every((position, index) => position > (positions[index - 1] ?? before)),
      ).toBe(true);
    });

    test('refuses when the stream is not at the expected revision', async () => {
      const stream = freshName('stream');
      await store.append(stream, 0, sampleEvents(2));
      await expect(store.append(stream, 1, sampleEvents(1))).rejects.toBeInstanceOf(
        VersionConflict,
      );
      await expect(store.append(stream, 3, sampleEvents(1))).rejects.toMatchObject({
        stream,
        expected: 3,
        actual: 2,
      });
      expect(await whole(stream)).toHaveLength(2);
    });

    test('refuses an expectation of a stream that is absent', async () => {
      const stream = freshName('stream');
      const refused = { stream, expected: 1, actual: 0 };
      await expect(store.append(stream, 1, sampleEvents(1))).rejects.toMatchObject(refused);
    });

    test('answers the same events at the same place as the first time, and stores them once', async () => {
      const stream = freshName('stream');
      const events = sampleEvents(3);
      const first = await store.append(stream, 0, events);
      await store.append(stream, 3, sampleEvents(2));
      expect(await store.append(stream, 0, events)).toEqual(first);
      expect(await whole(stream)).toHaveLength(5);
    });

    test('knows repeated events by their ids, not by how they were cut into appends', async () => {
      const stream = freshName('stream');
      const events = sampleEvents(4);
      await store.append(stream, 0, events.slice(0, 3));
      const last = await store.append(stream, 3, events.slice(3));
      const { revision, position } = last;
      expect(await store.append(stream, 1, events.slice(1))).toMatchObject({ revision, position });
      const second = (await whole(stream))[1];
      expect(await store.append(stream, 0, events.slice(0, 2))).toMatchObject({
        revision: 2,
        position: second?.position,
      });
      expect(await whole(stream)).toHaveLength(4);
    });

    test('refuses a batch of which only a part is stored there', async () => {
      const stream = freshName('stream');
      const events = sampleEvents(2);
      await store.append(stream, 0, events);
      const longer = [...events, sampleEvent()];
      await expect(store.append(stream, 0, longer)).rejects.toBeInstanceOf(VersionConflict);
      const other = [...events.slice(0, 1), sampleEvent()];
      await expect(store.append(stream, 0, other)).rejects.toBeInstanceOf(VersionConflict);
      expect(await whole(stream)).toHaveLength(2);
    });

    test('writes the same event again when it is sent for the current revision', async () => {
      const stream = freshName('stream');
      const event = sampleEvent();
      await store.append(stream, 0, [event]);
      expect((await store.append(stream, 1, [event])).revision).toBe(2);
      expect(idsOf(await whole(stream))).toEqual([event.id, event.id]);
    });

    test('stores one of many that race for the same place', async () => {
      const stream = freshName('stream');
      const racers = Array.from({ length: 20 }, () => store.append(stream, 0, sampleEvents(2)));
      const outcomes = await Promise.allSettled(racers);
      const won = outcomes.filter(({ status }) => status === 'fulfilled');
      expect(won).toHaveLength(1);
      expect(await whole(stream)).toHaveLength(2);
    });

    test('stores as much event data as one append may hold', async () => {
      const stream = freshName('stream');
      const full = { ...sampleEvent(), data: `"${'x'.repeat(APPEND_BYTES_MAX - 2)}"` };
      await store.append(stream, 0, [full]);
      expect((await whole(stream))[0]?.data).toBe(full.data);
    });

    test('refuses more event data than one append may hold, and stores nothing of it', async () => {
      const stream = freshName('stream');
      const tooMuch = { ...sampleEvent(), data: `"${'é'.repeat(APPEND_BYTES_MAX / 2)}"` };
      await expect(store.append(stream, 0, [sampleEvent(), tooMuch])).rejects.toBeInstanceOf(
        StoreRefused,
      );
      expect(await whole(stream)).toEqual([]);
    });
  });

  describe('reading', () => {
    test('answers nothing for an absent stream', async () => {
      expect(await whole(freshName('stream'))).toEqual([]);
    });

    test('answers the events of a stream from a revision, at most the limit, in order', async () => {
      const stream = freshName('stream');
      const events = sampleEvents(7);
      await store.append(stream, 0, events.slice(0, 4));
      await store.append(stream, 4, events.slice(4));
      const ids = idsOf(events);
      expect(idsOf(await store.readStream(stream, 3, 3))).toEqual(ids.slice(2, 5));
      expect(idsOf(await store.readStream(stream, 6, 100))).toEqual(ids.slice(5));
      expect(await store.readStream(stream, 8, 100)).toEqual([]);
    });

    test('answers the events of all streams after a position, at most the limit, in order', async () => {
      const before = await store.head();
      const events = sampleEvents(4);
      const { position } = await store.append(freshName('stream'), 0, events.slice(0, 3));
      await store.append(freshName('stream'), 0, events.slice(3));
      const ids = idsOf(events);
      expect(idsOf(await store.readAll(before, 2))).toEqual(ids.slice(0, 2));
      const second = (await store.readAll(before, 2)).at(-1)?.position ?? 0n;
      expect(idsOf(await store.readAll(second, 100))).toEqual(ids.slice(2));
      expect(idsOf(await store.readAll(position, 100))).toEqual(ids.slice(3));
    });

    test('sees what a resolved append stored, from every instance', async () => {
      const other = await open();
      const stream = freshName('stream');
      const { position } = await store.append(stream, 0, sampleEvents(1));
      expect(await other.readStream(stream, 1, 10)).toHaveLength(1);
      expect(await other.head()).toBe(position);
      await other.append(stream, 1, sampleEvents(1));
      expect(await whole(stream)).toHaveLength(2);
      await other.close();
    });

    test('names the position of the last event as the head', async () => {
      const { position } = await store.append(freshName('stream'), 0, sampleEvents(2));
      expect(await store.head()).toBe(position);
    });
  });

  describe('following', () => {
    test('yields every event after a position once, in order, in batches that are never empty', async () => {
      await store.append(freshName('stream'), 0, sampleEvents(1));
      const after = await store.head();
      const events = sampleEvents(5);
      await store.append(freshName('stream'), 0, events.slice(0, 3));
      const { position } = await store.append(freshName('stream'), 0, events.slice(3));
      const batches = await followed(store, after, position);
      expect(batches.every(({ length }) => length > 0)).toBe(true);
      expect(idsOf(batches.flat())).toEqual(idsOf(events));
    });

    test('waits for what any instance appends later', async () => {
      const other = await open();
      const after = await store.head();
      const stop = new AbortController();
      const following = store.follow(after, stop.signal)[Symbol.asyncIterator]();
      const next = following.next();
      const events = sampleEvents(2);
      await other.append(freshName('stream'), 0, events);
      expect((await next).value).toMatchObject(events);
      stop.abort();
      await following.return?.();
      await other.close();
    });

    test('ends without an error when its signal aborts, even while it waits', async () => {
      const stop = new AbortController();
      const following = store.follow(await store.head(), stop.signal)[Symbol.asyncIterator]();
      const next = following.next();
      stop.abort();
      expect((await next).done).toBe(true);
    });
  });

  describe('opening again', () => {
    test('finds all that was stored, and repeats are still known', async () => {
      const stream = freshName('stream');
      const events = sampleEvents(3);
      const before = await open();
      const first = await before.append(stream, 0, events);
      await before.close();
      const after = await open();
      expect(idsOf(await after.readStream(stream, 1, 10))).toEqual(idsOf(events));
      expect(await after.append(stream, 0, events)).toEqual(first);
      expect((await after.append(stream, 3, sampleEvents(1))).revision).toBe(4);
      await after.close();
    });

    test('lets two instances write one log, each stream without gaps', async () => {
      const other = await open();
      const stream = freshName('stream');
      for (let revision = 0; revision < 20; revision += 1)
        await (revision % 3 === 0 ? other : store).append(stream, revision, sampleEvents(1));
      const both = await Promise.allSettled([
        store.append(stream, 20, sampleEvents(1)),
        other.append(stream, 20, sampleEvents(1)),
      ]);
      expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      expect(await whole(stream)).toHaveLength(21);
      await other.close();
    });
  });
}

async function followed(
  store: EventStore,
  after: bigint,
  until: bigint,
): Promise<readonly (readonly RecordedEvent[])[]> {
  const stop = new AbortController();
  const batches: (readonly RecordedEvent[])[] = [];
  for await (const batch of store.follow(after, stop.signal)) {
    batches.push(batch);
    if ((batch.at(-1)?.position ?? 0n) >= until) stop.abort();
  }
  return batches;
}
