import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';
import type { NewEvent } from '#eventsourcing';
import { DiskFull, OutcomeUnknown } from '#eventsourcing';
import { idsOf, sampleEvent, sampleEvents, temporaryDirectory } from '#testing';
import type {
  AppendBatch,
  BatchOutcome,
} from '../../libs/adapters/src/event-store/embedded/append-batch.ts';
import { AppendLog } from '../../libs/adapters/src/event-store/embedded/append-log.ts';
import {
  EmbeddedEventStore,
  startLogWorker,
} from '../../libs/adapters/src/event-store/embedded/embedded-event-store.ts';
import { encodeEvents } from '../../libs/adapters/src/event-store/embedded/encoded-events.ts';
import { LogReader } from '../../libs/adapters/src/event-store/embedded/log-reader.ts';

// Opening for writing costs a sync or two, so only some of the cuts are also written to.
const WRITTEN_EVERY = 397;
const ALL = 1_000;

const mainOf = (directory: string): string => join(directory, 'events.sqlite');
const walOf = (directory: string): string => join(directory, 'events.sqlite-wal');

describe('R-13: a write of the embedded log is torn', () => {
  const shared = temporaryDirectory();
  const acknowledged = [sampleEvents(3), sampleEvents(1), sampleEvents(5)];
  const lastRecord = sampleEvents(2);

  test('R-13: the write-ahead log cut at every byte of its last record loses that record only', () => {
    const { before, after } = tornLog(join(shared, 'wal'));
    const directory = join(shared, 'wal', 'copy');
    expect(idsIn(directory)).toEqual(idsOf([...acknowledged.flat(), ...lastRecord]));
    const kept = idsOf(acknowledged.flat());
    for (let length = after - 1; length >= before; length -= 1) {
      truncateSync(walOf(directory), length);
      if (length % WRITTEN_EVERY === 0) requireWritable(directory, kept);
      const found = idsIn(directory);
      if (found.join() !== kept.join()) throw new Error(`cut at ${length}: ${found.join()}`);
    }
    expect(after - before).toBeGreaterThan(8_000);
  });

  test('R-13: the main file cut at every byte of a page that was being copied loses nothing', () => {
    const directory = join(shared, 'checkpoint', 'copy');
    const { pageBytes } = tornLog(join(shared, 'checkpoint'), 'PRAGMA wal_checkpoint(PASSIVE)');
    const all = idsOf([...acknowledged.flat(), ...lastRecord]);
    const size = statSync(mainOf(directory)).size;
    for (let length = size - 1; length >= size - pageBytes; length -= 1) {
      truncateSync(mainOf(directory), length);
      const found = idsIn(directory);
      if (found.join() !== all.join()) throw new Error(`cut at ${length}: ${found.join()}`);
    }
  });

  test('R-13: the main file cut at every byte of its last page, and no write-ahead log, is reported', () => {
    const directory = join(shared, 'main', 'copy');
    const { pageBytes } = tornLog(join(shared, 'main'), 'PRAGMA wal_checkpoint(TRUNCATE)');
    const size = statSync(mainOf(directory)).size;
    for (let length = size - 1; length >= size - pageBytes; length -= 1) {
      truncateSync(mainOf(directory), length);
      expect(() => new AppendLog(directory)).toThrow('is damaged');
    }
  });

  test('R-13: a page overwritten with other bytes is reported when the store is opened', async () => {
    const directory = join(shared, 'overwritten', 'copy');
    const { pageBytes } = tornLog(join(shared, 'overwritten'), 'PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(mainOf(directory));
    bytes.fill(0xff, bytes.length - pageBytes);
    writeFileSync(mainOf(directory), bytes);
    await expect(EmbeddedEventStore.open(directory)).rejects.toThrow(/damaged|malformed/);
  });

  /** A log with acknowledged records and a last one, copied as it lay on the disk. */
  function tornLog(
    directory: string,
    settle = '',
  ): { readonly before: number; readonly after: number; readonly pageBytes: number } {
    const log = new AppendLog(directory);
    for (const [index, events] of acknowledged.entries())
      log.commit(batchOf(`stream-${index}`, 0, events));
    const before = statSync(walOf(directory)).size;
    log.commit(batchOf('stream-1', 1, lastRecord));
    const after = statSync(walOf(directory)).size;
    log.database.exec(settle);
    const pageBytes = Number(log.database.prepare('PRAGMA page_size').get()?.['page_size']);
    copyLog(directory, join(directory, 'copy'));
    log.close();
    return { before, after, pageBytes };
  }

  /** What was lost can be sent again, and the log goes on. */
  function requireWritable(directory: string, kept: readonly string[]): void {
    const copy = join(directory, 'written');
    copyLog(directory, copy);
    const log = new AppendLog(copy);
    log.commit(batchOf('stream-1', 1, lastRecord));
    log.commit(batchOf('stream-1', 1, lastRecord));
    log.close();
    expect(idsIn(copy)).toEqual([...kept, ...idsOf(lastRecord)]);
    rmSync(copy, { recursive: true });
  }
});

describe('R-13: the disk takes no more', () => {
  const shared = temporaryDirectory();

  test('R-13: a full disk refuses the whole batch, and takes it when there is space again', () => {
    const directory = join(shared, 'full');
    const log = new AppendLog(directory);
    log.commit(batchOf('kept', 0, sampleEvents(1)));
    const limit = log.database.prepare('PRAGMA page_count').get()?.['page_count'];
    log.database.exec(`PRAGMA max_page_count = ${String(limit)}`);
    const large = batchOf('large', 0, [{ ...firstOf(sampleEvents(1)), data: 'x'.repeat(50_000) }]);
    expect(log.commit(large)).toEqual({ refused: expect.stringContaining('full'), isFull: true });
    expect(idsIn(directory)).toHaveLength(1);
    log.database.exec('PRAGMA max_page_count = 1000000');
    expect(log.commit(large)).toEqual(stored(2, 1));
    expect(log.commit(large)).toEqual(stored(2, 1));
    expect(idsIn(directory)).toHaveLength(2);
    log.close();
  });

  test('R-13: a read-only disk refuses, and nothing is changed until it is writable again', () => {
    const directory = join(shared, 'read-only');
    const log = new AppendLog(directory);
    const batch = batchOf('stream', 0, sampleEvents(2));
    log.database.exec('PRAGMA query_only = ON');
    expect(log.commit(batch)).toEqual({
      refused: expect.stringContaining('readonly'),
      isFull: false,
    });
    expect(idsIn(directory)).toEqual([]);
    log.database.exec('PRAGMA query_only = OFF');
    expect(log.commit(batch)).toEqual(stored(2, 2));
    log.close();
  });

  test('R-13: every caller hears of a full disk, everything acknowledged is there, and opening again with space goes on', async () => {
    const directory = join(shared, 'store');
    const startWorker = (at: string): Worker => startLogWorker(at, 60);
    const full = await EmbeddedEventStore.open(directory, { startWorker });
    const appends = Array.from({ length: 200 }, (_, index) => ({
      stream: `stream-${index}`,
      events: sampleEvents(20),
    }));
    const taken: string[] = [];
    for (const { stream, events } of appends)
      await full.append(stream, 0, events).then(
        () => taken.push(...idsOf(events)),
        (error: unknown) => expect(error).toBeInstanceOf(DiskFull),
      );
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(4_000);
    expect(idsOf(await full.readAll(0n, 10_000))).toEqual(taken);
    await full.close();
    const roomy = await EmbeddedEventStore.open(directory);
    for (const { stream, events } of appends) await roomy.append(stream, 0, events);
    expect(idsOf(await roomy.readAll(0n, 10_000)).toSorted()).toEqual(
      appends.flatMap(({ events }) => idsOf(events)).toSorted(),
    );
    await roomy.close();
  });
});

describe('R-13: the thread that writes dies', () => {
  const shared = temporaryDirectory();

  test('R-13: what was in flight is an unknown outcome, and the same bytes again are stored once', async () => {
    const { store, workers } = await openWithWorkers(shared);
    let unknown = 0;
    for (let round = 0; round < 10; round += 1) {
      const appends = Array.from({ length: 50 }, (_, index) => ({
        stream: `stream-${round}-${index}`,
        events: sampleEvents(2),
      }));
      const sending = appends.map(({ stream, events }) => store.append(stream, 0, events));
      await nextTurn();
      const [outcomes] = await Promise.all([
        Promise.allSettled(sending),
        workers.at(-1)?.terminate(),
      ]);
      const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
      for (const { reason } of failures) expect(reason).toBeInstanceOf(OutcomeUnknown);
      unknown += failures.length;
      for (const { stream, events } of appends) {
        expect((await store.append(stream, 0, events)).revision).toBe(2);
        expect(idsOf(await store.readStream(stream, 1, ALL))).toEqual(idsOf(events));
      }
    }
    expect(unknown).toBeGreaterThan(0);
    await store.close();
  });
});

describe('a log that is written without a pause', () => {
  const directory = temporaryDirectory();
  const megabyte = { ...sampleEvent(), data: JSON.stringify('x'.repeat(1_000_000)) };
  const megabytes = 160;

  test('has the write-ahead log copied and begun anew, and outlives the thread that writes', async () => {
    const { store, workers } = await openWithWorkers(directory);
    for (let revision = 0; revision < megabytes; revision += 1)
      await store.append('long', revision, [{ ...megabyte, id: randomUUID() }]);
    expect(statSync(walOf(directory)).size).toBeLessThan((megabytes * 1_000_000) / 2);
    expect(statSync(mainOf(directory)).size).toBeGreaterThan((megabytes * 1_000_000) / 2);
    await workers[0]?.terminate();
    await store.append('long', megabytes, [{ ...megabyte, id: randomUUID() }]);
    expect(await store.readStream('long', 1, ALL)).toHaveLength(megabytes + 1);
    await store.close();
  });
});

describe('R-01: the process is killed while its write-ahead log is copied', () => {
  const directory = temporaryDirectory();
  const KILLS = 5;

  test('R-01: everything that was acknowledged is there, and the next process goes on', async () => {
    let acknowledged = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      acknowledged = await appendMegabytesUntilKilled(directory, acknowledged + 10 + 3 * kill);
      const store = await EmbeddedEventStore.open(directory);
      const found = await store.readStream('long', 1, ALL);
      expect(found.length).toBeGreaterThanOrEqual(acknowledged);
      expect(found.map(({ revision }) => revision)).toEqual(found.map((_, index) => index + 1));
      expect(idsOf(await store.readAll(0n, ALL))).toEqual(idsOf(found));
      await store.close();
    }
    expect(acknowledged).toBeGreaterThan(KILLS * 10);
  });

  /** Answers how many events another process had acknowledged when it was killed after so many. */
  async function appendMegabytesUntilKilled(at: string, enough: number): Promise<number> {
    const module = new URL(
      '../../libs/adapters/src/event-store/embedded/embedded-event-store.ts',
      import.meta.url,
    ).href;
    const script = `
      const { EmbeddedEventStore } = await import(${JSON.stringify(module)});
      const store = await EmbeddedEventStore.open(${JSON.stringify(at)});
      const data = JSON.stringify('x'.repeat(1_000_000));
      let revision = (await store.readStream('long', 1, ${ALL})).length;
      for (;;) {
        const event = { id: crypto.randomUUID(), type: 'Sampled', data, metadata: '{}' };
        ({ revision } = await store.append('long', revision, [event]));
        console.log(revision);
      }`;
    const args = ['--conditions=app-src', '--input-type=module', '--eval', script];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let last = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (last >= enough) child.kill('SIGKILL');
    }
    return last;
  }
});

/** A store, and every thread that it started to write, the last one at work. */
async function openWithWorkers(
  directory: string,
): Promise<{ readonly store: EmbeddedEventStore; readonly workers: readonly Worker[] }> {
  const workers: Worker[] = [];
  const startWorker = (at: string): Worker => {
    const worker = startLogWorker(at);
    workers.push(worker);
    return worker;
  };
  return { store: await EmbeddedEventStore.open(directory, { startWorker }), workers };
}

function batchOf(stream: string, expected: number, events: readonly NewEvent[]): AppendBatch {
  return {
    streams: [stream],
    expected: [expected],
    counts: [events.length],
    bodies: [encodeEvents(events)],
  };
}

function stored(position: number, revision: number): BatchOutcome {
  return { outcomes: Float64Array.of(position, revision) };
}

function copyLog(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  copyFileSync(mainOf(from), mainOf(to));
  copyFileSync(walOf(from), walOf(to));
}

// The index of the write-ahead log is only memory; after a crash it is made anew.
function idsIn(directory: string): readonly string[] {
  rmSync(`${mainOf(directory)}-shm`, { force: true });
  const reader = new LogReader(directory);
  const events = reader.readAll(0n, ALL);
  reader.close();
  return idsOf(events);
}

function firstOf(events: readonly NewEvent[]): NewEvent {
  const [first] = events;
  if (first === undefined) throw new Error('there is no event');
  return first;
}
