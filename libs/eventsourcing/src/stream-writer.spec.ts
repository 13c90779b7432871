import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EmbeddedEventStore, EmbeddedSnapshotStore } from '#adapters';
import { temporaryDirectory } from '#testing';
import type { CommandResult } from './answer.ts';
import type { Instant } from './clock.ts';
import {
  APPEND_BYTES_MAX,
  OutcomeUnknown,
  StoreRefused,
  TooContended,
  VersionConflict,
  type EventStore,
  type NewEvent,
} from './event-store.ts';
import { metadataOf } from './hash-chain.ts';
import { Rejection } from './rejection.ts';
import { SnapshotFollower } from './snapshot-follower.ts';
import { wholeAggregate, type Aggregate } from './aggregate.ts';
import type { FormerKey } from './former-key.ts';
import { StreamWriter, type WriterSurroundings } from './stream-writer.ts';
import { StreamWriters } from './stream-writers.ts';

interface Add {
  readonly amount: number;
  readonly text?: string;
  readonly anySize?: boolean;
}
interface Added {
  readonly type: 'Added';
  readonly occurredAt: Instant;
  readonly data: Add;
}
interface TallyTypes {
  readonly State: number;
  readonly Command: Add;
  readonly Event: Added;
  readonly Record: never;
}

/** A sum that never falls below zero: the smallest stream with a rule. */
const tally: Aggregate<TallyTypes> = wholeAggregate<TallyTypes>({
  tenantId: 'acme',
  initial: 0,
  decide(data, sum, { now }) {
    if (sum + data.amount < 0) throw new Rejection({ code: 'TOO_LITTLE' });
    return { events: [{ type: 'Added', occurredAt: now, data }], state: sum + data.amount };
  },
  evolve: (sum, { data }) => sum + data.amount,
  codec: {
    schemaVersion: 1,
    encode: ({ data }) => JSON.stringify(data),
    decode: (_, data, occurredAt) => ({
      type: 'Added',
      occurredAt,
      data: JSON.parse(data) as Add,
    }),
  },
  refusals: {
    mayBeTooLarge: ({ anySize }) => anySize !== true,
    tooLarge: (bytes) => new Rejection({ code: `TOO_LARGE ${bytes}` }),
    keyReused: () => new Rejection({ code: 'KEY_REUSED' }),
  },
});

const MARCH = '2026-03-01T00:00:00.000000000Z' as Instant;
const HOUR_BEFORE = '2026-02-28T23:00:00.000000000Z' as Instant;

interface SentAppend {
  readonly expected: number;
  readonly events: readonly NewEvent[];
}

describe('StreamWriter', () => {
  const directory = temporaryDirectory();
  let store: EmbeddedEventStore;
  let snapshots: EmbeddedSnapshotStore;
  let streams = 0;
  let keys = 0;

  beforeAll(async () => {
    store = await EmbeddedEventStore.open(directory);
    snapshots = await EmbeddedSnapshotStore.open(directory);
  });

  afterAll(async () => {
    await store.close();
    await snapshots.close();
  });

  /** A fresh stream and its surroundings; `append` may stand before the store's own. */
  function given(append: EventStore['append'] = (...sent) => store.append(...sent)) {
    streams += 1;
    const stream = `tally-${streams}`;
    const sent: SentAppend[] = [];
    const slept: number[] = [];
    const clock = { at: MARCH, now: () => clock.at };
    const around: WriterSurroundings = {
      events: {
        append: (to, expected, events) => {
          sent.push({ expected, events });
          return append(to, expected, events);
        },
        readStream: (...asked) => store.readStream(...asked),
        readAll: (...asked) => store.readAll(...asked),
        head: () => store.head(),
        follow: (...asked) => store.follow(...asked),
        close: () => store.close(),
      },
      snapshots,
      clock,
      timer: { sleep: async (milliseconds) => void slept.push(milliseconds) },
    };
    const writer = () => new StreamWriter(stream, tally, around);
    const stored = () => store.readStream(stream, 1, 10_000);
    return { stream, around, sent, slept, clock, writer, stored };
  }

  const ask = (writer: StreamWriter<TallyTypes>, command: Add, key?: string) => {
    keys += 1;
    const actor = { type: 'SERVICE', id: 'test' } as const;
    return writer.submit({ command, key: key ?? `k${keys}`, actor });
  };

  /** Makes what the stream has by now permanent. */
  const snapshotOf = async (stream: string): Promise<void> => {
    const follower = new SnapshotFollower({ events: store, snapshots }, () => tally, 1);
    await follower.handle(await store.readStream(stream, 1, 10_000));
  };

  test('appends what is asked in one turn together, and what is asked meanwhile after that', async () => {
    const { writer, sent, stored } = given();
    const one = writer();
    const first = [1, 2, 3].map((amount) => ask(one, { amount }));
    await nextTurn();
    const second = [4, 5].map((amount) => ask(one, { amount }));
    const answers = await Promise.all([...first, ...second]);
    expect(sent.map(({ events }) => events.length)).toEqual([3, 2]);
    expect(answers.map(({ receipt }) => receipt?.lastRevision)).toEqual([1, 2, 3, 4, 5]);
    expect(await stored()).toHaveLength(5);
  });

  test('never appends more bytes than every engine takes, however much waits', async () => {
    const { writer, sent, stored } = given();
    const one = writer();
    const sizes = [400_000, 90_000, 900_000, 10, 499_990, 600_000, 999_000, 1];
    await Promise.all(sizes.map((size) => ask(one, { amount: 1, text: 'x'.repeat(size) })));
    for (const { events } of sent) expect(bytesOf(events)).toBeLessThanOrEqual(APPEND_BYTES_MAX);
    expect(await stored()).toHaveLength(sizes.length);
  });

  test('counts bytes, not characters, before it refuses a command as too large', async () => {
    const { writer, sent } = given();
    const text = '€'.repeat(333_400);
    await expect(ask(writer(), { amount: 1, text })).rejects.toThrow('TOO_LARGE 1000222');
    const dry = {
      command: { amount: 1, text },
      key: 'dry',
      actor: { type: 'SERVICE', id: 'test' } as const,
    };
    await expect(writer().rehearse(dry)).rejects.toThrow('TOO_LARGE 1000222');
    expect(sent).toEqual([]);
  });

  test('stores a command that may have any size alone, whatever its size', async () => {
    const { writer, stored } = given();
    const one = writer();
    const giant = { amount: 100, text: 'x'.repeat(1_100_000), anySize: true };
    const [before, large, after] = await Promise.allSettled([
      ask(one, { amount: 1 }),
      ask(one, giant),
      ask(one, { amount: 2 }),
    ]);
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(large).toMatchObject({ value: { receipt: { firstRevision: 2, lastRevision: 5 } } });
    expect(await stored()).toHaveLength(6);
  });

  test('decides again on what another writer wrote first', async () => {
    const { writer, stored } = given();
    const [one, other] = [writer(), writer()];
    await ask(one, { amount: 100 });
    await other.view();
    const answers = await Promise.allSettled([
      ask(one, { amount: -60 }),
      ask(other, { amount: -60 }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await stored()).toHaveLength(2);
  });

  test('does not refuse for what another writer has changed since', async () => {
    const { writer } = given();
    const [one, other] = [writer(), writer()];
    await ask(one, { amount: 1 });
    await other.view();
    await ask(one, { amount: 99 });
    expect((await ask(other, { amount: -100 })).state).toBe(0);
  });

  test('answers a key that another writer used, though the rules would refuse it by now', async () => {
    const { writer } = given();
    const [one, other] = [writer(), writer()];
    await ask(one, { amount: 10 });
    await other.view();
    await ask(one, { amount: 40 });
    const first = await ask(one, { amount: -50 }, 'spend');
    const again = await ask(other, { amount: -50 }, 'spend');
    expect(again.receipt).toEqual({ ...first.receipt, replayed: true });
    expect(again.events).toEqual(first.events);
  });

  test('D10: a former key counts where its own asker did the same under it, and there alone', async () => {
    for (const fromSnapshot of [false, true]) {
      const { stream, writer, stored } = given();
      const under = (key: string, id: string, amount: number, former?: string) =>
        writer().submit({
          command: { amount },
          key,
          former: former === undefined ? undefined : formerOf(former, id),
          actor: { type: 'USER', id },
        });
      const before = await under('k', 'ann', 5);
      if (fromSnapshot) await snapshotOf(stream);
      const again = await under('ann k', 'ann', 5, 'k');
      expect(again.receipt).toEqual({ ...before.receipt, replayed: true });
      expect(again.events).toEqual(before.events);
      // Another's use of the key is none, and neither is another request.
      expect((await under('bob k', 'bob', 5, 'k')).receipt).toMatchObject({ replayed: false });
      expect((await under('ann k', 'ann', 6, 'k')).receipt).toMatchObject({ replayed: false });
      // From now on the key of its own decides.
      await expect(under('ann k', 'ann', 5, 'k')).rejects.toThrow('KEY_REUSED');
      const keys = (await stored()).map((event) => metadataOf(event).idempotencyKey);
      expect(keys).toEqual(['k', 'bob k', 'ann k']);
    }
  });

  test('tells a dry run by what others have written', async () => {
    const { writer } = given();
    const [one, other] = [writer(), writer()];
    const dry = { actor: { type: 'SERVICE', id: 'test' }, key: 'dry' } as const;
    await other.view();
    await ask(one, { amount: 5 });
    const { events, receipt } = await other.rehearse({ ...dry, command: { amount: -5 } });
    expect([events.length, receipt]).toEqual([1, null]);
  });

  test('rehearses commands one after the other, their keys too, and records nothing', async () => {
    const { writer, stored } = given();
    const one = writer();
    const earnest = await ask(one, { amount: 10 }, 'earnest');
    const answers = await Promise.allSettled(
      rehearsals(one, [
        { key: 'a', amount: -6 },
        { key: 'b', amount: -6 },
        { key: 'a', amount: -6 },
        { key: 'a', amount: -1 },
        { key: 'c', amount: -4 },
        { key: 'earnest', amount: 10 },
      ]),
    );
    const told = answers.map((answer) =>
      answer.status === 'fulfilled' ? answer.value.events : (answer.reason as Error).message,
    );
    const added = (amount: number) => [expect.objectContaining({ data: { amount } })];
    expect(told).toEqual([
      added(-6),
      'TOO_LITTLE',
      added(-6),
      'KEY_REUSED',
      added(-4),
      earnest.events,
    ]);
    expect(await stored()).toHaveLength(1);
  });

  test('gives up after a bounded number of conflicts, and says that nothing was stored', async () => {
    const { writer, sent, stored } = given(async (stream, expected) => {
      throw new VersionConflict(stream, expected, expected);
    });
    await expect(ask(writer(), { amount: 1 })).rejects.toBeInstanceOf(TooContended);
    expect(sent).toHaveLength(20);
    expect(await stored()).toEqual([]);
  });

  test('sends the same bytes again while the outcome is unknown, later each time', async () => {
    let silent = 3;
    const { writer, sent, slept, stored } = given(async (...append) => {
      const appended = await store.append(...append);
      silent -= 1;
      if (silent >= 0) throw new OutcomeUnknown('silence');
      return appended;
    });
    const { receipt } = await ask(writer(), { amount: 1 });
    expect(receipt).toMatchObject({ firstRevision: 1, replayed: false });
    expect(sent).toHaveLength(4);
    expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(slept).toEqual([50, 100, 200]);
    expect(await stored()).toHaveLength(1);
  });

  test('says that the outcome is unknown after sending it a bounded number of times', async () => {
    let isSilent = true;
    const { writer, sent, stored } = given(async (...append) => {
      const appended = await store.append(...append);
      if (isSilent) throw new OutcomeUnknown('silence');
      return appended;
    });
    const one = writer();
    await expect(ask(one, { amount: 7 }, 'k')).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(sent).toHaveLength(6);
    isSilent = false;
    const { state, receipt } = await ask(one, { amount: 7 }, 'k');
    expect([state, receipt?.replayed]).toEqual([7, true]);
    expect(await stored()).toHaveLength(1);
  });

  test('changes nothing when the store refuses, and goes on when it does not', async () => {
    let isFull = true;
    const { writer, stored } = given(async (...append) => {
      if (isFull) throw new StoreRefused('the disk is full');
      return store.append(...append);
    });
    const one = writer();
    const refused = await Promise.allSettled([ask(one, { amount: 5 }), ask(one, { amount: 6 })]);
    for (const answer of refused)
      expect(answer).toMatchObject({ reason: { name: 'StoreRefused' } });
    isFull = false;
    expect((await ask(one, { amount: 1 })).state).toBe(1);
    expect(await stored()).toHaveLength(1);
  });

  test('lets time stand still rather than go backwards (I14)', async () => {
    const { writer, clock, stored } = given();
    const one = writer();
    await ask(one, { amount: 1 });
    clock.at = HOUR_BEFORE;
    const { receipt } = await ask(one, { amount: 1 });
    expect(receipt?.recordedAt).toBe(MARCH);
    expect((await ask(writer(), { amount: 1 })).receipt?.recordedAt).toBe(MARCH);
    const recorded = (await stored()).map((event) => metadataOf(event).recordedAt);
    expect(recorded).toEqual(recorded.toSorted());
  });

  test('lets only so many wait', async () => {
    const { writer, stored } = given();
    const one = writer();
    const answers = await Promise.allSettled(
      Array.from({ length: 20_010 }, () => ask(one, { amount: 1 })),
    );
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(10);
    for (const answer of refused)
      expect(answer).toMatchObject({ reason: { name: 'TooManyWaiting' } });
    expect(await stored()).toHaveLength(10_000);
  });

  describe('StreamWriters', () => {
    test('lets idle writers leave for new ones, and none is lost by it', async () => {
      const { around } = given();
      const writers = new StreamWriters(() => tally, around, {
        writersMax: 2,
        rememberedMax: 1_000_000,
      });
      for (const round of [1, 2, 3])
        for (let index = 0; index < 10; index += 1) {
          const { state } = await ask(writers.of(`evicted-${index}`), { amount: 1 });
          expect(state).toBe(round);
          expect(writers.size).toBeLessThanOrEqual(2);
        }
    });

    test('keeps busy writers, and is as small as it should be once they are idle', async () => {
      const { around } = given();
      const writers = new StreamWriters(() => tally, around, {
        writersMax: 2,
        rememberedMax: 1_000_000,
      });
      const answers = Array.from({ length: 50 }, (_, index) =>
        ask(writers.of(`busy-${index}`), { amount: 1 }),
      );
      expect(writers.size).toBe(50);
      for (const { state } of await Promise.all(answers)) expect(state).toBe(1);
      await nextTurn();
      await ask(writers.of('one more'), { amount: 1 });
      expect(writers.size).toBe(2);
    });
  });
});

const formerOf = (key: string, id: string): FormerKey => ({
  key,
  isOwn: ({ actor }) => actor.id === id,
});

const rehearsals = (
  writer: StreamWriter<TallyTypes>,
  asked: readonly { readonly key: string; readonly amount: number }[],
) => {
  const actor = { type: 'SERVICE', id: 'test' } as const;
  const told = asked.map(({ key, amount }) => ({
    ...Promise.withResolvers<CommandResult<TallyTypes>>(),
    submission: { key, actor, command: { amount } },
  }));
  writer.rehearseAll(told);
  return told.map(({ promise }) => promise);
};

const bytesOf = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
