import { describe, expect, test } from '@jest/globals';
import { sealedTextOf, withText } from './event-texts.ts';
import { namesPerson } from '../named-person.ts';

describe('the texts of events', () => {
  test.each([
    ['CreditsRequested', { memberId: 'ann', note: 'x' }, 'note', 'ann'],
    ['RequestRejected', { memberId: 'ann', reason: 'x' }, 'reason', 'ann'],
    ['CreditsConsumed', { memberId: 'ann', resource: { name: 'x' } }, 'resource.name', 'ann'],
    ['CreditsHeld', { resource: { name: 'x' } }, 'resource.name', null],
    ['DebtWrittenOff', { memberId: 'ann', reason: 'x' }, 'reason', null],
    ['CreditsGranted', { reason: 'x' }, 'reason', null],
  ] as const)('of %s %j is its %s, under the key of %s', (type, data, field, memberId) => {
    expect(sealedTextOf(type, data)).toEqual({ field, memberId, sealed: 'x' });
    expect(sealedTextOf(type, withText(data, field, 'open'))?.sealed).toBe('open');
  });

  test('are none where nothing was said', () => {
    expect(sealedTextOf('CreditsGranted', { amount: '1' })).toBeNull();
    expect(sealedTextOf('CreditsConsumed', { resource: { type: 'event', id: 'e' } })).toBeNull();
    expect(sealedTextOf('MemberAdded', { memberId: 'ann', reason: 'x' })).toBeNull();
  });
});

describe('an event names a person', () => {
  const nobody = { type: 'SERVICE', id: 'shop' };
  const user = { type: 'USER', id: 'ann' };
  test.each([
    ['whom it is about', { memberId: 'ann' }, nobody, true],
    ['whom a part of it is about', { slices: [{ lotId: 'l', memberId: 'ann' }] }, nobody, true],
    ['whom a cap limits', { target: { type: 'MEMBER', memberId: 'ann' } }, nobody, true],
    ['who did it', {}, user, true],
    ['who decided it', { memberId: 'bob', decidedBy: { type: 'ADMIN', id: 'ann' } }, nobody, true],
    ['who owns the wallet', { owner: { type: 'PERSON', id: 'ann' } }, nobody, true],
    ['an organisation of that id', { owner: { type: 'ORGANISATION', id: 'ann' } }, nobody, false],
    ['a service of that id', {}, { type: 'SERVICE', id: 'ann' }, false],
    ['a thing of that id', { resource: { type: 'USER', id: 'ann' } }, nobody, false],
    ['somebody else', { memberId: 'bob' }, { type: 'USER', id: 'bob' }, false],
  ] as const)('%s', (_who, data, actor, isNamed) => {
    expect(namesPerson({ data, actor }, 'ann')).toBe(isNamed);
  });
});
