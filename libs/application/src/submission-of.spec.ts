import { describe, expect, test } from '@jest/globals';
import type { Actor, EventMetadata } from '#eventsourcing';
import { submissionOf } from './submission-of.ts';

const ann: Actor = { type: 'USER', id: 'ann' };
const asking = { tenantId: 'acme', actor: ann, idempotencyKey: 'k', dryRun: false };

describe('D10: the keys of commands', () => {
  test("are the wallet's, and name what belongs together where the caller does not", () => {
    const { key, former, correlationId } = submissionOf({}, asking);
    expect([key, former, correlationId]).toEqual(['k', undefined, 'k']);
    expect(submissionOf({}, { ...asking, correlationId: 'trace' }).correlationId).toBe('trace');
  });

  test("are a member's own for what it calls for itself; what the caller sees stays the bare key", () => {
    const { key, former, correlationId } = submissionOf({}, { ...asking, ofMember: 'ann' });
    expect([key, former?.key, correlationId]).toEqual(['member ann k', 'k', 'k']);
  });

  test('counted for a member before only where it did the thing itself', () => {
    const { former } = submissionOf({}, { ...asking, ofMember: 'ann' });
    const isOwn = (actor: Actor) => former?.isOwn({ actor } as EventMetadata);
    expect(isOwn(ann)).toBe(true);
    expect(isOwn({ type: 'USER', id: 'bob' })).toBe(false);
    expect(isOwn({ type: 'SERVICE', id: 'ann' })).toBe(false);
  });
});
