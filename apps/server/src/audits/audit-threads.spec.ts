import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';
import { Overloaded, type AuditJob } from '#application';
import { HistoryCut } from '#eventsourcing';
import { AuditThreads } from './audit-threads.ts';
import { configOf } from '../config.ts';
import { failureOf, type AuditMessage } from './messages.ts';

const nowhere = configOf({});
const setup = { ...nowhere, tenantPolicies: new Map() };
const verify = (stream: string): AuditJob => ({ kind: 'VERIFY', stream });
const result = { ok: true, revisionsVerified: 0, head: { revision: 0, hash: '' }, firstBad: null };

/** What the pool sees of a thread: jobs go in, and whoever tests it says what comes out. */
class FakeThread extends EventEmitter {
  readonly jobs: AuditJob[] = [];
  isTerminated = false;

  postMessage(job: AuditJob): void {
    this.jobs.push(job);
  }

  tell(message: AuditMessage): void {
    this.emit('message', message);
  }

  ref(): void {}

  unref(): void {}

  async terminate(): Promise<number> {
    this.isTerminated = true;
    return 0;
  }
}

function pool() {
  const started: FakeThread[] = [];
  const threads = new AuditThreads(setup, () => {
    const thread = new FakeThread();
    started.push(thread);
    return thread as unknown as Worker;
  });
  const ask = (stream: string, { tenantId = 'acme', signal = new AbortController().signal } = {}) =>
    threads.run(verify(stream), { tenantId, signal, told: () => undefined });
  const streams = () => started.flatMap(({ jobs }) => jobs.map(({ stream }) => stream));
  return { threads, started, ask, streams };
}

const thread = ({ started }: ReturnType<typeof pool>, index: number): FakeThread => {
  const found = started[index];
  if (found === undefined) throw new Error(`thread ${index} was not started`);
  return found;
};

describe('the threads of audits', () => {
  test('do the next job in the same thread', async () => {
    const here = pool();
    const first = here.ask('a');
    thread(here, 0).tell({ kind: 'RESULT', result });
    expect(await first).toEqual(result);
    const second = here.ask('b');
    thread(here, 0).tell({ kind: 'RESULT', result });
    expect(await second).toEqual(result);
    expect([here.started.length, here.streams()]).toEqual([1, ['a', 'b']]);
  });

  test('keep a thread for another tenant, whatever one of them asks', async () => {
    const here = pool();
    const asked = ['a', 'b', 'c'].map((stream) => here.ask(stream));
    expect(here.streams()).toEqual(['a']);
    const other = here.ask('z', { tenantId: 'umbrella' });
    expect(here.streams()).toEqual(['a', 'z']);
    thread(here, 0).tell({ kind: 'RESULT', result });
    expect(here.streams().toSorted()).toEqual(['a', 'b', 'z']);
    thread(here, 1).tell({ kind: 'RESULT', result });
    await Promise.all([asked[0], other]);
    thread(here, 0).tell({ kind: 'RESULT', result });
    thread(here, 0).tell({ kind: 'RESULT', result });
    await Promise.all(asked);
  });

  test('end with the call, in the middle of what they do, and go on with the next', async () => {
    const here = pool();
    const call = new AbortController();
    const ended = here.ask('a', { signal: call.signal });
    const next = here.ask('b');
    call.abort(new Error('the caller went away'));
    await expect(ended).rejects.toThrow('the caller went away');
    expect(thread(here, 0).isTerminated).toBe(true);
    thread(here, 1).tell({ kind: 'RESULT', result });
    expect(await next).toEqual(result);
  });

  test('forget a job that waits when its call ends', async () => {
    const here = pool();
    const call = new AbortController();
    const running = here.ask('a');
    const waiting = here.ask('b', { signal: call.signal });
    call.abort(new Error('the caller went away'));
    await expect(waiting).rejects.toThrow('the caller went away');
    thread(here, 0).tell({ kind: 'RESULT', result });
    await running;
    expect(here.streams()).toEqual(['a']);
  });

  test('refuse a tenant for which a hundred wait, and no other', async () => {
    const here = pool();
    const asked = Array.from({ length: 101 }, (_, index) => here.ask(`${index}`));
    await expect(here.ask('too many')).rejects.toThrow(Overloaded);
    const other = here.ask('other', { tenantId: 'umbrella' });
    thread(here, 1).tell({ kind: 'RESULT', result });
    await other;
    const outcomes = Promise.allSettled(asked);
    await here.threads.stop();
    expect((await outcomes).map(({ status }) => status)).toEqual(asked.map(() => 'rejected'));
  });

  test('that die fail their job alone', async () => {
    const here = pool();
    const dying = here.ask('a');
    const next = here.ask('b');
    thread(here, 0).emit('error', new Error('out of memory'));
    await expect(dying).rejects.toThrow('out of memory');
    thread(here, 1).tell({ kind: 'RESULT', result });
    expect(await next).toEqual(result);
  });

  test('tell that history was cut as who decides would', async () => {
    const here = pool();
    const asked = here.ask('a');
    const failure = failureOf(new HistoryCut('the log ends early', 'a'));
    thread(here, 0).tell({ kind: 'FAILED', failure: structuredClone(failure) });
    await expect(asked).rejects.toThrow(HistoryCut);
    const failed = here.ask('b');
    thread(here, 0).tell({ kind: 'FAILED', failure: failureOf(new Error('a bug')) });
    await expect(failed).rejects.toThrow('a bug');
  });
});
