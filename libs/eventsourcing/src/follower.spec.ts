import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EmbeddedEventStore } from '#adapters';
import { sampleEvents, temporaryDirectory } from '#testing';
import type { Position, RecordedEvent } from './event-store.ts';
import { follow, type Follower } from './follower.ts';

type News = readonly ['moved', Position] | readonly ['failed', string, number];

/** A follower that keeps what it is told in memory, its checkpoint with it. */
class Listener implements Follower {
  readonly name = 'listener';
  readonly heard: RecordedEvent[] = [];
  at: Position = 0n;
  /** What happens before anything is taken. */
  before: () => void | 'START_AGAIN' = () => undefined;
  /** What happens when everything is taken. */
  after: () => void = () => undefined;

  async checkpoint(): Promise<Position> {
    return this.at;
  }

  async handle(events: readonly RecordedEvent[]): Promise<void | 'START_AGAIN'> {
    if (this.before() === 'START_AGAIN') return 'START_AGAIN';
    this.heard.push(...events);
    this.after();
    this.at = events.at(-1)?.position ?? this.at;
  }
}

describe('following history', () => {
  const directory = temporaryDirectory();
  let store: EmbeddedEventStore;
  let streams = 0;

  beforeAll(async () => {
    store = await EmbeddedEventStore.open(directory);
    await grow(30);
  });

  afterAll(() => store.close());

  const grow = async (count: number): Promise<void> => {
    streams += 1;
    await store.append(`stream-${streams}`, 0, sampleEvents(count));
  };

  /** Lets a follower follow until it is where the log ends, and as long as the test goes on. */
  async function following(listener: Listener, during: (told: News[]) => Promise<void>) {
    const told: News[] = [];
    const stop = new AbortController();
    const ended = follow(listener, {
      events: store,
      signal: stop.signal,
      timer: { sleep: () => nextTurn() },
      news: {
        moved: (_, position) => told.push(['moved', position]),
        failed: (_, error, after) => told.push(['failed', String(error), after]),
      },
    });
    await during(told);
    stop.abort();
    await ended;
    return told;
  }

  async function untilTrue(condition: () => boolean): Promise<void> {
    while (!condition()) await nextTurn();
  }

  const atHead = async (listener: Listener): Promise<void> => {
    const head = await store.head();
    await untilTrue(() => listener.at === head);
  };

  const failures = (told: readonly News[]): readonly News[] =>
    told.filter(([kind]) => kind === 'failed');

  test('tells every event once, in order, what comes later too, and where it is', async () => {
    const listener = new Listener();
    const told = await following(listener, async () => {
      await atHead(listener);
      await grow(3);
      await atHead(listener);
    });
    expect(listener.heard).toEqual(await store.readAll(0n, 1000));
    expect(told[0]).toEqual(['moved', 0n]);
    expect(told.at(-1)).toEqual(['moved', await store.head()]);
    expect(failures(told)).toEqual([]);
  });

  test('goes on from the checkpoint', async () => {
    const listener = new Listener();
    listener.at = (await store.readAll(0n, 10)).at(-1)?.position ?? 0n;
    await following(listener, () => atHead(listener));
    expect(listener.heard).toEqual((await store.readAll(0n, 1000)).slice(10));
  });

  test('tells an error, and tries again from the checkpoint, later each time', async () => {
    const listener = new Listener();
    let failuresLeft = 9;
    listener.before = () => {
      failuresLeft -= 1;
      if (failuresLeft >= 0) throw new Error('the read store is away');
    };
    const told = await following(listener, () => atHead(listener));
    expect(failures(told)).toEqual(
      [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000].map((after) => [
        'failed',
        'Error: the read store is away',
        after,
      ]),
    );
    expect(listener.heard).toEqual(await store.readAll(0n, 1000));
  });

  test('begins with the shortest wait again once it moved', async () => {
    const listener = new Listener();
    const failing = new Set([0, 1, 3, 4]);
    let calls = -1;
    listener.before = () => {
      calls += 1;
      if (failing.has(calls)) throw new Error('away');
    };
    const told = await following(listener, async () => {
      await atHead(listener);
      await grow(1);
      await atHead(listener);
    });
    expect(failures(told).map(([, , after]) => after)).toEqual([100, 200, 100, 200]);
  });

  test('tells an event again when its effect may have been lost, so at least once', async () => {
    const listener = new Listener();
    let isFirst = true;
    listener.after = () => {
      if (!isFirst) return;
      isFirst = false;
      throw new Error('killed before the checkpoint');
    };
    await following(listener, () => atHead(listener));
    const all = await store.readAll(0n, 1000);
    expect(listener.heard).toEqual([...all, ...all]);
  });

  test('starts again from the checkpoint when it is asked to, without an error', async () => {
    const listener = new Listener();
    let asked = 3;
    listener.before = () => {
      asked -= 1;
      return asked >= 0 ? 'START_AGAIN' : undefined;
    };
    const told = await following(listener, () => atHead(listener));
    expect(failures(told)).toEqual([]);
    expect(told.filter(([, position]) => position === 0n)).toHaveLength(4);
    expect(listener.heard).toEqual(await store.readAll(0n, 1000));
  });

  test('reports a checkpoint ahead of the log as a cut in history, again and again', async () => {
    const listener = new Listener();
    listener.at = (await store.head()) + 1n;
    const told = await following(listener, (told) => untilTrue(() => failures(told).length > 3));
    expect(told).toEqual(failures(told));
    for (const [, error] of told) expect(error).toMatch(/^HistoryCut: listener has read up to/);
    expect(listener.heard).toEqual([]);
  });

  test('recovers from a cut once the log has what was missing', async () => {
    const listener = new Listener();
    const head = await store.head();
    listener.at = head + 2n;
    const told = await following(listener, async (told) => {
      await untilTrue(() => failures(told).length > 3);
      await grow(3);
      await atHead(listener);
    });
    expect(failures(told).length).toBeGreaterThan(3);
    expect(listener.heard.map(({ position }) => position)).toEqual([head + 3n]);
  });

  test('ends when it is told to, also while it waits to try again', async () => {
    const stop = new AbortController();
    const listener = new Listener();
    listener.before = () => {
      throw new Error('away');
    };
    const waits: number[] = [];
    await follow(listener, {
      events: store,
      signal: stop.signal,
      news: { moved: () => undefined, failed: () => undefined },
      timer: {
        sleep: async (milliseconds) => {
          waits.push(milliseconds);
          stop.abort();
          throw new Error('aborted');
        },
      },
    });
    expect(waits).toEqual([100]);
  });
});
