import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EmbeddedEventStore, EmbeddedSnapshotStore } from '#adapters';
import { temporaryDirectory } from '#testing';
import type { Instant } from './clock.ts';
import { SnapshotFollower } from './snapshot-follower.ts';
import { wholeAggregate, type Aggregate } from './aggregate.ts';
import { StreamWriter } from './stream-writer.ts';

interface Counted {
  readonly type: 'Counted';
  readonly occurredAt: Instant;
  readonly data: object;
}
/** How often it was counted, and whether that is in the archive. */
interface Count {
  readonly count: number;
  readonly isArchived: boolean;
}
interface CountTypes {
  readonly State: Count;
  readonly Command: string;
  readonly Event: Counted;
  readonly Record: number;
}

const ID = 'count';

/** Counts; every snapshot puts the count into the archive. */
const counting: Aggregate<CountTypes> = wholeAggregate<CountTypes>({
  tenantId: 'acme',
  initial: { count: 0, isArchived: false },
  decide(_, state, { now, archived }) {
    const event = { type: 'Counted', occurredAt: now, data: {} } as const;
    const { retirement } = counting;
    const whole = state.isArchived ? retirement.revived(state, [...archived.values()]) : state;
    return { events: [event], state: { ...whole, count: whole.count + 1 } };
  },
  evolve: (state) => ({ ...state, count: state.count + 1 }),
  codec: {
    schemaVersion: 1,
    encode: () => '{}',
    decode: (_, __, occurredAt) => ({ type: 'Counted', occurredAt, data: {} }),
  },
  lookUps: {
    recordOf: () => undefined,
    placeOf: () => undefined,
    looksBack: () => true,
    namedBy: (_, { isArchived }, archived) => (isArchived && !archived.has(ID) ? [ID] : []),
    reachFurther: () => false,
  },
  retirement: {
    retire: (state) =>
      state.isArchived
        ? { state, retired: [] }
        : { state: { count: 0, isArchived: true }, retired: [[ID, state.count]] },
    asOf: () => null,
    lackedBy: (_, { isArchived }) => (isArchived ? [ID] : []),
    revived: (_, [count = 0]) => ({ count, isArchived: false }),
  },
});

const NOW = '2026-03-01T00:00:00.000000000Z' as Instant;
const ACTOR = { type: 'SERVICE', id: 'test' } as const;
const STREAM = 'counts-1';

const directory = temporaryDirectory();
let events: EmbeddedEventStore;
let snapshots: EmbeddedSnapshotStore;

beforeAll(async () => {
  events = await EmbeddedEventStore.open(directory);
  snapshots = await EmbeddedSnapshotStore.open(directory);
});

afterAll(async () => {
  await events.close();
  await snapshots.close();
});

test('I15: what another writer did and had a snapshot of is not folded once more on what the archive has of it', async () => {
  const writer = () =>
    new StreamWriter(STREAM, counting, {
      events,
      snapshots,
      clock: { now: () => NOW },
      timer: { sleep: async () => undefined },
    });
  const follow = async () => {
    const follower = new SnapshotFollower({ events, snapshots }, () => counting, 1);
    await follower.handle(await events.readStream(STREAM, 1, 1000));
  };
  const count = async (by: ReturnType<typeof writer>, key: string) =>
    (await by.submit({ command: key, key, actor: ACTOR })).state.count;
  expect(await count(writer(), 'a')).toBe(1);
  await follow();
  const one = writer();
  const other = writer();
  expect((await one.view()).revision).toBe(1);
  expect(await count(other, 'b')).toBe(2);
  await follow();
  expect(await count(one, 'c')).toBe(3);
  await follow();
  expect(await count(writer(), 'd')).toBe(4);
});
