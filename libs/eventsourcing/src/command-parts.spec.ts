import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EmbeddedEventStore, EmbeddedSnapshotStore } from '#adapters';
import { temporaryDirectory } from '#testing';
import type { Instant } from './clock.ts';
import { commandOf, effectiveEvents, eventAt, PartsInOrder } from './command-parts.ts';
import { APPEND_BYTES_MAX, StoreRefused, type EventStore, type NewEvent } from './event-store.ts';
import { chainFault, EMPTY_HEAD, type Head } from './hash-chain.ts';
import { metadataOf } from './hash-chain.ts';
import { Rejection } from './rejection.ts';
import { SnapshotFollower } from './snapshot-follower.ts';
import { StreamPlan } from './stream-plan.ts';
import { wholeAggregate, type Aggregate } from './aggregate.ts';
import { StreamWriter } from './stream-writer.ts';
import { atOnce, resultOf } from './turns.ts';

interface Noted {
  readonly type: 'Noted';
  readonly occurredAt: Instant;
  readonly data: { readonly text: string };
}
interface Notes {
  readonly texts: readonly string[];
  /** Where each was recorded. */
  readonly revisions: readonly number[];
}
interface NoteTypes {
  readonly State: Notes;
  readonly Command: readonly string[];
  readonly Event: Noted;
  readonly Record: string;
}

/** A list of texts; a command adds several. */
const notes: Aggregate<NoteTypes> = wholeAggregate<NoteTypes>({
  tenantId: 'acme',
  initial: { texts: [], revisions: [] },
  *decide(texts, before, { now, revision }) {
    let state = before;
    const events: Noted[] = [];
    for (const text of texts) {
      const event = { type: 'Noted', occurredAt: now, data: { text } } as const;
      events.push(event);
      const place = { revision: revision + events.length, requestHash: '' };
      state = yield* resultOf(notes.evolve(state, event, place));
      yield;
    }
    return { events, state };
  },
  evolve: ({ texts, revisions }, { data }, { revision }) => ({
    texts: [...texts, data.text],
    revisions: [...revisions, revision],
  }),
  codec: {
    schemaVersion: 1,
    encode: ({ data }) => JSON.stringify(data),
    decode: (_, data, occurredAt) => ({
      type: 'Noted',
      occurredAt,
      data: JSON.parse(data) as Noted['data'],
    }),
  },
  refusals: {
    mayBeTooLarge: () => false,
    tooLarge: (bytes) => new Rejection({ code: `TOO_LARGE ${bytes}` }),
    keyReused: () => new Rejection({ code: 'KEY_REUSED' }),
  },
});

const MARCH = '2026-03-01T00:00:00.000000000Z' as Instant;
const ACTOR = { type: 'SERVICE', id: 'test' } as const;
const READ_MAX = 10_000;
// About three appends.
const LARGE = Array.from({ length: 60 }, (_, index) => `${index} `.repeat(16_000));
const small = (text: string): readonly string[] => [text];

describe('a command in parts', () => {
  const directory = temporaryDirectory();
  let store: EmbeddedEventStore;
  let snapshots: EmbeddedSnapshotStore;
  let streams = 0;

  beforeAll(async () => {
    store = await EmbeddedEventStore.open(directory);
    snapshots = await EmbeddedSnapshotStore.open(directory);
  });

  afterAll(async () => {
    await store.close();
    await snapshots.close();
  });

  /** A fresh stream; what stands before the store's `append` may refuse, or write in between. */
  function given(
    before: (append: number, stream: string) => Promise<void> = async () => undefined,
  ) {
    streams += 1;
    const stream = `notes-${streams}`;
    const sent: (readonly NewEvent[])[] = [];
    const append: EventStore['append'] = async (to, expected, events) => {
      sent.push(events);
      await before(sent.length, stream);
      return store.append(to, expected, events);
    };
    const writer = (events: Pick<EventStore, 'append'> = { append }) =>
      new StreamWriter(stream, notes, {
        events: {
          append: events.append,
          readStream: (...asked) => store.readStream(...asked),
          readAll: (...asked) => store.readAll(...asked),
          head: () => store.head(),
          follow: (...asked) => store.follow(...asked),
          close: () => store.close(),
        },
        snapshots,
        clock: { now: () => MARCH },
        timer: { sleep: async () => undefined },
      });
    const stored = () => store.readStream(stream, 1, READ_MAX);
    const another = () => writer({ append: (...asked) => store.append(...asked) });
    return { stream, sent, writer, another, stored };
  }

  const ask = (writer: StreamWriter<NoteTypes>, command: readonly string[], key: string) =>
    writer.submit({ command, key, actor: ACTOR });

  const stateOf = async (writer: StreamWriter<NoteTypes>) => (await writer.view()).state;

  test('is stored in appends that every engine takes, contiguous, under one receipt', async () => {
    const { writer, sent, stored, another } = given();
    const one = writer();
    const answers = await Promise.all([
      ask(one, small('before'), 'a'),
      ask(one, LARGE, 'large'),
      ask(one, small('after'), 'b'),
    ]);
    expect(answers.map(({ receipt }) => [receipt?.firstRevision, receipt?.lastRevision])).toEqual([
      [1, 1],
      [2, 61],
      [62, 62],
    ]);
    for (const events of sent) expect(bytesOf(events)).toBeLessThanOrEqual(APPEND_BYTES_MAX);
    const recorded = await stored();
    expect(answers[1]?.receipt?.position).toBe(recorded[60]?.position);
    expect((await stateOf(another())).texts).toEqual(['before', ...LARGE, 'after']);
    const replayed = await ask(another(), LARGE, 'large');
    expect(replayed.receipt).toEqual({ ...answers[1]?.receipt, replayed: true });
    expect(replayed.events).toEqual(answers[1]?.events);
  });

  test('leaves nothing to be seen where it ended half, and is done whole when it is asked again', async () => {
    const { writer, stored, another } = given(async (append) => {
      if (append === 3) throw new StoreRefused('the disk is full');
    });
    await expect(ask(writer(), LARGE, 'large')).rejects.toThrow('the disk is full');
    const half = await stored();
    expect(half.length).toBeGreaterThan(20);
    expect(await effectiveEvents(half, store)).toEqual([]);
    expect((await stateOf(another())).texts).toEqual([]);
    const { receipt } = await ask(another(), LARGE, 'large');
    expect(receipt).toMatchObject({ firstRevision: half.length + 1, replayed: false });
    expect((await stateOf(another())).texts).toEqual(LARGE);
    expect(textsIn(await effectiveEvents(await stored(), store))).toEqual(LARGE);
    expect(await commandOf(half[0] as never, store)).toEqual([]);
  });

  test('is decided again where another writer wrote between its parts', async () => {
    const { stream, writer, another, stored } = given(async (append) => {
      if (append === 2) await ask(another(), small('between'), 'other');
    });
    const { receipt } = await ask(writer(), LARGE, 'large');
    expect((await stateOf(another())).texts).toEqual(['between', ...LARGE]);
    expect(receipt?.replayed).toBe(false);
    const effective = await effectiveEvents(await stored(), store);
    expect(textsIn(effective)).toEqual(['between', ...LARGE]);
    expect(receipt?.lastRevision).toBe((await stored()).length);
    expect(stream).toBe(effective[0]?.stream);
  });

  test('has an event that no append could hold in pieces, whatever its characters', async () => {
    const texts = ['x', '😀"\\'.repeat(400_000), 'y'];
    const { writer, another, stored } = given();
    const { receipt, events, state } = await ask(writer(), texts, 'giant');
    expect(events.map(({ data }) => data.text)).toEqual(texts);
    const effective = await effectiveEvents(await stored(), store);
    expect(textsIn(effective)).toEqual(texts);
    const loaded = await stateOf(another());
    expect(loaded).toEqual(state);
    expect(loaded.revisions.at(-1)).toBe(receipt?.lastRevision);
    const giant = await eventAt(
      store,
      effective[1]?.stream as string,
      loaded.revisions[1] as number,
    );
    expect(giant).toEqual(effective[1]);
    const follower = new PartsInOrder();
    expect((await stored()).flatMap((event) => follower.next(event))).toEqual(effective);
    expect((await ask(another(), texts, 'giant')).events).toEqual(events);
  });

  test('keeps its chain, and a follower that begins anywhere sees the same', async () => {
    const { writer, stored } = given(async (append) => {
      if (append === 2) throw new StoreRefused('no');
    });
    await ask(writer(), LARGE, 'large').catch(() => undefined);
    await ask(writer(), LARGE, 'large');
    await ask(writer(), small('after'), 'after');
    const recorded = await stored();
    let head: Head = EMPTY_HEAD;
    for (const event of recorded) {
      expect(chainFault(event, head)).toBeNull();
      head = { revision: event.revision, hash: metadataOf(event).hash };
    }
    const whole = textsIn(await effectiveEvents(recorded, store));
    expect(whole).toEqual([...LARGE, 'after']);
    await fc.assert(
      fc.asyncProperty(fc.nat(recorded.length), async (cut) => {
        const seen = [
          ...(await effectiveEvents(recorded.slice(0, cut), store)),
          ...(await effectiveEvents(recorded.slice(cut), store)),
        ];
        expect(textsIn(seen)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('I15: has no snapshot in the middle of it, and its key and what it did stay known to its writer', async () => {
    const { stream, writer, another, stored } = given(async (append, into) => {
      if (append !== 3) return;
      const following = new SnapshotFollower({ events: store, snapshots }, aggregateFor(into), 10);
      await following.handle(await store.readStream(into, 1, READ_MAX));
    });
    const one = writer();
    await ask(one, small('before'), 'before');
    const { receipt } = await ask(one, LARGE, 'large');
    expect(await snapshots.latest(stream)).toBeUndefined();
    for (let more = 0; more < 70; more += 1) await ask(one, small('more'), `more ${more}`);
    expect((await ask(one, LARGE, 'large')).receipt).toEqual({ ...receipt, replayed: true });
    const following = new SnapshotFollower({ events: store, snapshots }, aggregateFor(stream), 10);
    await following.handle(await stored());
    expect((await snapshots.latest(stream))?.revision).toBe((await stored()).length);
    expect((await stateOf(another())).texts.slice(0, 61)).toEqual(['before', ...LARGE]);
    expect((await ask(another(), LARGE, 'large')).receipt).toEqual({ ...receipt, replayed: true });
  });
});

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

test('a command in pieces may bring back what only the archive has', async () => {
  // A text that begins with "old" continues one that has left the state.
  const lacksOld = ({ texts }: Notes, { data }: Noted): boolean =>
    data.text.startsWith('old') && !texts.includes('archived');
  const archiving: Aggregate<NoteTypes> = {
    ...notes,
    *decide(texts, state, context) {
      const revived = archiving.retirement.revived(state, [...context.archived.values()]);
      return yield* resultOf(notes.decide(texts, revived, { ...context, archived: NONE }));
    },
    evolve(state, event, place) {
      if (lacksOld(state, event)) throw new Error('nothing to continue');
      return notes.evolve(state, event, place);
    },
    retirement: {
      ...notes.retirement,
      lackedBy: (event, state) => (lacksOld(state, event) ? ['archived'] : []),
      revived: ({ texts, revisions }, records) => ({ texts: [...texts, ...records], revisions }),
    },
  };
  const loaded = {
    state: archiving.initial,
    head: EMPTY_HEAD,
    recordedAt: '' as const,
    keys: new Map<string, number>(),
    snapshotRevision: 0,
  };
  const command = ['x'.repeat(APPEND_BYTES_MAX), 'old text'];
  const met = {
    usedAt: undefined,
    formerly: undefined,
    archived: new Map([['archived', 'archived']]),
  };
  const plan = new StreamPlan('notes-archived', archiving, loaded);
  const decided = atOnce(plan.decide({ command, key: 'k', actor: ACTOR }, met, MARCH));
  expect(decided).toMatchObject({ kind: 'DONE' });
  expect(plan.loaded().state.texts).toEqual([command[0], 'archived', command[1]]);
});

const aggregateFor =
  (own: string) =>
  (stream: string): never =>
    (stream === own ? notes : undefined) as never;

const bytesOf = (events: readonly NewEvent[]): number =>
  events.reduce(
    (sum, { data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadata),
    0,
  );

const textsIn = (events: readonly NewEvent[]): readonly string[] =>
  events.map(({ data }) => (JSON.parse(data) as { readonly text: string }).text);
