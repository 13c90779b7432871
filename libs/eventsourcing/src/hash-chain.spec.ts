import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';
import type { Instant } from './clock.ts';
import type { RecordedEvent } from './event-store.ts';
import {
  chain,
  chainFault,
  EMPTY_HEAD,
  eventIdOf,
  type Head,
  type UnsealedMetadata,
} from './hash-chain.ts';

const at = '2026-03-01T00:00:00.000000000Z' as Instant;
const text = fc.string({ unit: 'binary', maxLength: 20 });

const metadata: fc.Arbitrary<UnsealedMetadata> = fc.record(
  {
    tenantId: text,
    occurredAt: fc.constant(at),
    recordedAt: fc.constant(at),
    actor: fc.record({ type: fc.constantFrom('USER', 'SYSTEM', 'SERVICE', 'ADMIN'), id: text }),
    correlationId: text,
    causationId: text,
    idempotencyKey: text,
    requestHash: fc.stringMatching(/^[\da-f]{64}$/),
    schemaVersion: fc.integer({ min: 1 }),
  },
  { noNullPrototype: true },
);

const withCause = fc
  .tuple(metadata, fc.boolean())
  .map(([metadata, hasCause]) => (hasCause ? metadata : { ...metadata, causationId: undefined }));

describe('a chain of events', () => {
  test('verifies whatever was put into it, and has metadata in canonical form', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(withCause, text, fc.jsonValue()), { minLength: 1, maxLength: 5 }),
        fc.stringMatching(/^[a-z]{1,9}-[ -~]{1,9}$/),
        (decided, stream) => {
          let head = EMPTY_HEAD;
          for (const [metadata, type, data] of decided) {
            const link = chain({ stream, head }, { type, data: canonicalJson(data) }, metadata);
            const { revision } = link.head;
            const recorded: RecordedEvent = { ...link.event, stream, revision, position: 1n };
            expect(chainFault(recorded, head)).toBeNull();
            expect(canonicalJson(JSON.parse(link.event.metadata))).toBe(link.event.metadata);
            expect(link.event.id).toBe(eventIdOf(link.head.hash));
            head = link.head;
          }
        },
      ),
    );
  });

  test('R-02: says what is wrong with an event that was edited, or put where it was not', () => {
    const stream = 'wallet-acme.w';
    const of: UnsealedMetadata = {
      tenantId: 'acme',
      occurredAt: at,
      recordedAt: at,
      actor: { type: 'ADMIN', id: 'eve' },
      correlationId: 'k',
      idempotencyKey: 'k',
      requestHash: '0'.repeat(64),
      schemaVersion: 1,
    };
    const link = (head: Head, data: string) => {
      const { event, head: after } = chain({ stream, head }, { type: 'CapSet', data }, of);
      return { recorded: { ...event, stream, revision: after.revision, position: 1n }, after };
    };
    const first = link(EMPTY_HEAD, '{"amount":"1.00"}');
    const second = link(first.after, '{"amount":"2.00"}');
    const elsewhere = { ...first.after, hash: 'f'.repeat(64) };
    expect(chainFault(second.recorded, first.after)).toBeNull();
    expect(chainFault(second.recorded, elsewhere)).toMatch('prevHash');
    expect(chainFault(second.recorded, EMPTY_HEAD)).toMatch('revision 2 follows 0');
    const edited = { ...second.recorded, data: '{"amount":"9.00"}' };
    expect(chainFault(edited, first.after)).toMatch('hash does not match');
    const renamed = { ...second.recorded, id: first.recorded.id };
    expect(chainFault(renamed, first.after)).toMatch('id');
    const cut = { ...second.recorded, data: '{"amount":' };
    expect(chainFault(cut, first.after)).toMatch('not JSON');
  });

  test('makes a UUID of version 8 and of the usual variant from every hash', () => {
    expect(eventIdOf('00112233445566778899aabbccddeeff'.padEnd(64, '0'))).toBe(
      '00112233-4455-8677-8899-aabbccddeeff',
    );
    expect(eventIdOf('f'.repeat(64))).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
    expect(eventIdOf('0'.repeat(64))).toBe('00000000-0000-8000-8000-000000000000');
  });
});
