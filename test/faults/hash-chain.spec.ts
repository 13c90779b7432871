import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  canonicalJson,
  chainFault,
  EMPTY_HEAD,
  eventIdOf,
  metadataOf,
  sha256,
  type Head,
  type RecordedEvent,
} from '#eventsourcing';
import { temporaryDirectory } from '#testing';
import { busyWeek } from './busy-week.ts';
import { Installation, TestClock } from './installation.ts';

// Real engines on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

type Export = readonly RecordedEvent[];

/** The place of the first event that does not continue the chain, and where the chain ends. */
function verify(events: Export): { readonly firstBad: number | null; readonly head: Head } {
  let head = EMPTY_HEAD;
  for (const [index, event] of events.entries()) {
    if (chainFault(event, head) !== null) return { firstBad: index, head };
    head = { revision: event.revision, hash: metadataOf(event).hash };
  }
  return { firstBad: null, head };
}

const firstBad = (events: Export): number | null => verify(events).firstBad;

describe('R-02: an exported stream that was tampered with', () => {
  const clock = new TestClock();
  const directory = temporaryDirectory();
  let here: Installation;
  let events: Export;
  let every: readonly number[];
  let head: Head;

  beforeAll(async () => {
    here = await Installation.open(directory, { clock });
    for (const { at, command } of busyWeek) {
      clock.at = at;
      await here.submit(command);
    }
    events = await here.history();
    every = events.map((_, index) => index);
    head = verify(events).head;
  });

  afterAll(() => here.close());

  const withOne = (at: number, change: Partial<RecordedEvent>): Export =>
    events.map((event, index) => (index === at ? { ...event, ...change } : event));

  test('R-02: verifies as it is, whatever kinds of events it has', () => {
    expect(firstBad(events)).toBeNull();
    expect(events.length).toBeGreaterThanOrEqual(60);
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(25);
  });

  test('R-02: metadata and data are stored as canonical JSON', () => {
    for (const { data, metadata } of events) {
      expect(canonicalJson(JSON.parse(metadata))).toBe(metadata);
      expect(canonicalJson(JSON.parse(data))).toBe(data);
    }
  });

  test('R-02: the id of an event is the version 8 UUID of the first 128 bits of its hash', () => {
    for (const event of events) {
      const { hash, eventId } = metadataOf(event);
      expect(event.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      expect([event.id, eventId]).toEqual([eventIdOf(hash), event.id]);
      const freely = (hex: string): string =>
        `${hex.slice(0, 12)} ${hex.slice(13, 16)} ${hex.slice(17, 32)}`;
      expect(freely(event.id.replaceAll('-', ''))).toBe(freely(hash));
    }
  });

  test('R-02: the hash is that of the content, by whomever it is computed', () => {
    for (const event of events) {
      const { eventId: _, hash, ...metadata } = metadataOf(event);
      const { stream, revision, type } = event;
      const data: unknown = JSON.parse(event.data);
      expect(sha256(canonicalJson({ stream, revision, type, data, metadata }))).toBe(hash);
    }
  });

  test('R-02: a flipped bit is found in the record that has it, at every character', () => {
    let flips = 0;
    for (const [at, event] of events.entries()) {
      const { head: before } = verify(events.slice(0, at));
      for (const changed of flippedAtEveryCharacter(event)) {
        if (chainFault(changed, before) === null) throw new Error(JSON.stringify(changed));
        flips += 1;
      }
    }
    expect(flips).toBeGreaterThan(30_000);
  });

  test('R-02: a changed amount, type or field of the metadata is found where it is', () => {
    for (const at of every) {
      const event = events[at] as RecordedEvent;
      const data = JSON.parse(event.data) as Record<string, unknown>;
      for (const field of Object.keys(data).concat('amount'))
        expect(firstBad(withOne(at, { data: canonicalJson({ ...data, [field]: '9.99' }) }))).toBe(
          at,
        );
      const metadata = JSON.parse(event.metadata) as Record<string, unknown>;
      for (const field of Object.keys(metadata).concat('causationId')) {
        const forged = canonicalJson({ ...metadata, [field]: 'forged' });
        expect(firstBad(withOne(at, { metadata: forged }))).toBe(at);
      }
      expect(firstBad(withOne(at, { type: 'CreditsGranted2' }))).toBe(at);
      expect(firstBad(withOne(at, { stream: 'wallet-acme.other' }))).toBe(at);
    }
  });

  test('R-02: a record without its metadata, its data or a part of either is found where it is', () => {
    for (const at of every) {
      const { data, metadata } = events[at] as RecordedEvent;
      for (const text of ['', 'null', '[]', '{}', '7', metadata.slice(0, -1)])
        expect(firstBad(withOne(at, { metadata: text }))).toBe(at);
      for (const text of ['', 'null', '7', data.slice(0, -1), data.slice(0, data.length / 2)])
        expect(firstBad(withOne(at, { data: text }))).toBe(at);
    }
  });

  test('R-02: a dropped record is found at its place, renumbered or not, but for the last', () => {
    for (const at of every.slice(0, -1)) {
      const dropped = events.toSpliced(at, 1);
      expect(firstBad(dropped)).toBe(at);
      expect(firstBad(renumbered(dropped))).toBe(at);
    }
  });

  test('R-02: two swapped records are found at the first of their places', () => {
    for (const at of every.slice(0, -1))
      for (const other of every.slice(at + 1)) {
        const swapped = events
          .with(at, events[other] as RecordedEvent)
          .with(other, events[at] as RecordedEvent);
        expect(firstBad(swapped)).toBe(at);
        expect(firstBad(renumbered(swapped))).toBe(at);
      }
  });

  test('R-02: a record told twice is found at its second place', () => {
    for (const at of every) {
      const twice = events.toSpliced(at, 0, events[at] as RecordedEvent);
      expect(firstBad(twice)).toBe(at + 1);
      expect(firstBad(renumbered(twice))).toBe(at + 1);
    }
  });

  test('R-02: a record forged with a hash of its own is found by the one behind it', () => {
    for (const at of every.slice(0, -1))
      expect(firstBad(withOne(at, forged(events[at] as RecordedEvent)))).toBe(at + 1);
  });

  test('R-02: a cut tail and a forged last record are found by comparing the head alone', () => {
    for (const length of every) {
      const cut = verify(events.slice(0, length));
      expect(cut.firstBad).toBeNull();
      expect(cut.head).not.toEqual(head);
    }
    const last = events.length - 1;
    const other = verify(withOne(last, forged(events[last] as RecordedEvent)));
    expect(other.firstBad).toBeNull();
    expect(other.head.revision).toBe(head.revision);
    expect(other.head.hash).not.toBe(head.hash);
  });
});

function* flippedAtEveryCharacter(event: RecordedEvent): Generator<RecordedEvent> {
  for (const field of ['data', 'metadata', 'type', 'id', 'stream'] as const) {
    const text = event[field];
    for (let place = 0; place < text.length; place += 1) {
      const flipped = String.fromCharCode(text.charCodeAt(place) ^ 1);
      yield { ...event, [field]: text.slice(0, place) + flipped + text.slice(place + 1) };
    }
  }
}

const renumbered = (events: Export): Export =>
  events.map((event, index) => ({ ...event, revision: index + 1 }));

/** The record with another actor, and a hash and an id that fit it. */
function forged(event: RecordedEvent): Partial<RecordedEvent> {
  const { eventId: _, hash: __, ...rest } = metadataOf(event);
  const metadata = { ...rest, actor: { type: 'ADMIN' as const, id: 'mallory' } };
  const { stream, revision, type } = event;
  const data: unknown = JSON.parse(event.data);
  const hash = sha256(canonicalJson({ stream, revision, type, data, metadata }));
  const id = eventIdOf(hash);
  return { id, metadata: canonicalJson({ ...metadata, eventId: id, hash }) };
}
