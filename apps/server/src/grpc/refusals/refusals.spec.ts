import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { OutcomeUnknownError, Overloaded } from '#application';
import { type Any, BadRequest, ErrorInfo, Refusal as WireRefusal, RetryInfo } from '#contracts';
import type { Instant } from '#eventsourcing';
import { type ReasonOf, Refusal } from '#ledger';
import { BadPageToken } from '#read-models';
import { KeysUnavailable } from '../../identity/trusted-issuer.ts';
import { Unauthenticated } from '../../identity/unauthenticated.ts';
import { DeadlinePassed, PermissionDenied, Stopping } from '../errors.ts';
import { InvalidRequest, protoName } from '../validation/violations.ts';
import { isBug, statusOf } from './status-of.ts';
import { type RefusalCode, statusOfRefusal } from './statuses.ts';

const at = '2026-03-01T12:00:00.000000000Z' as Instant;

const reasons: { readonly [Code in RefusalCode]: ReasonOf<Code> } = {
  IDEMPOTENCY_KEY_REUSED: { code: 'IDEMPOTENCY_KEY_REUSED' },
  UNKNOWN_SETTING: { code: 'UNKNOWN_SETTING', setting: 'logo', value: 'blue', known: ['new'] },
  UNKNOWN_QUANTITY: { code: 'UNKNOWN_QUANTITY', quantity: 'cats', known: ['photos'] },
  WALLET_NOT_FOUND: { code: 'WALLET_NOT_FOUND' },
  MEMBER_NOT_FOUND: { code: 'MEMBER_NOT_FOUND', memberId: 'ann' },
  HOLD_NOT_FOUND: { code: 'HOLD_NOT_FOUND', holdId: 'h-1' },
  CONSUMPTION_NOT_FOUND: { code: 'CONSUMPTION_NOT_FOUND', consumptionId: 'c-1' },
  REQUEST_NOT_FOUND: { code: 'REQUEST_NOT_FOUND', requestId: 'r-1' },
  LOT_NOT_FOUND: { code: 'LOT_NOT_FOUND', lotId: 'grant:g-1' },
  INSUFFICIENT_CREDITS: {
    code: 'INSUFFICIENT_CREDITS',
    available: -250n,
    needed: 1_000n,
    shortfall: 1_250n,
    lots: [{ lotId: 'grant:g-1', kind: 'PROMO', available: 5n, expiresAt: at }],
    nextChange: { at, cause: 'LOT_EXPIRY', id: 'grant:g-1', amount: -5n },
  },
  CAP_EXCEEDED: {
    code: 'CAP_EXCEEDED',
    target: { type: 'MEMBER', memberId: 'ann' },
    window: 'MONTH',
    cap: 5_000n,
    remaining: 250n,
    windowEnd: at,
  },
  WALLET_CLOSED: { code: 'WALLET_CLOSED', closedAt: at },
  HOLDS_OPEN: { code: 'HOLDS_OPEN', holdIds: ['h-1'], count: 1, held: 70n },
  DEBT_OPEN: { code: 'DEBT_OPEN', debt: 70n },
  HOLD_EXPIRED: { code: 'HOLD_EXPIRED', holdId: 'h-1', deadline: at },
  HOLD_RESOLVED: {
    code: 'HOLD_RESOLVED',
    holdId: 'h-1',
    outcome: 'CAPTURED',
    captured: 70n,
    released: 30n,
    captureIds: ['c-1'],
    resolvedAt: at,
  },
  OVER_CAPTURE: { code: 'OVER_CAPTURE', holdId: 'h-1', remaining: 70n, needed: 90n },
  REQUEST_DECIDED: {
    code: 'REQUEST_DECIDED',
    requestId: 'r-1',
    decision: 'APPROVED',
    decidedBy: { type: 'ADMIN', id: 'eve' },
    decidedAt: at,
  },
  LOT_EXPIRED: { code: 'LOT_EXPIRED', lotId: 'grant:g-1', expiresAt: at },
  NOTHING_TO_REVERSE: { code: 'NOTHING_TO_REVERSE', consumptionId: 'c-1', remaining: 0n },
  POOL_TOO_SMALL: { code: 'POOL_TOO_SMALL', available: 230n, needed: 300n, shortfall: 70n },
  POCKET_TOO_SMALL: { code: 'POCKET_TOO_SMALL', memberId: 'ann', available: 5n, needed: 7n },
  ALLOCATION_NOT_USED: { code: 'ALLOCATION_NOT_USED' },
  MEMBER_REMOVED: { code: 'MEMBER_REMOVED', memberId: 'ann', removedAt: at },
  NO_RATE: { code: 'NO_RATE', action: 'photo.apply' },
  RATE_REQUIREMENT: {
    code: 'RATE_REQUIREMENT',
    missing: [{ setting: 'background', values: ['new', 'existing'] }],
  },
  COMMAND_TOO_LARGE: { code: 'COMMAND_TOO_LARGE', bytes: 1_000_001 },
  USAGE_TOO_OLD: { code: 'USAGE_TOO_OLD', oldestAccepted: at },
  USAGE_IN_FUTURE: { code: 'USAGE_IN_FUTURE', latestAccepted: at },
  ID_TAKEN: { code: 'ID_TAKEN', kind: 'CONSUMPTION', id: 'c-1' },
};

const request = { walletId: 'w1', idempotencyKey: 'k-1', action: 'photo.apply' };

const sent = (reason: ReasonOf<RefusalCode>) => {
  const { code, message, details } = statusOf(new Refusal(reason, 2), request);
  const [info, refusal] = details as [Any, Any];
  return {
    code,
    message,
    info: ErrorInfo.decode(info.value),
    refusal: WireRefusal.decode(refusal.value).reason,
  };
};

describe('a refusal', () => {
  test.each(Object.values(reasons).map((reason) => [reason.code, reason] as const))(
    '%s has its status, its name, its detail and a sentence',
    (code, reason) => {
      const { info, refusal, ...status } = sent(reason);
      expect(status.code).toBe(statusOfRefusal[code]);
      expect(info).toMatchObject({ reason: code, domain: 'credits.v1' });
      expect(protoName(refusal?.$case ?? '').toUpperCase()).toBe(code);
      expect(status.message).toMatch(/^[A-Za-z].*\.$/);
      expect(status.message).not.toMatch(/undefined|null|NaN|\[object/);
    },
  );

  test('writes amounts at the scale of its wallet', () => {
    const { message, info, refusal } = sent(reasons.INSUFFICIENT_CREDITS);
    expect(message).toBe('This costs 10.00 and -2.50 is available: 12.50 is missing.');
    expect(info.metadata.get('shortfall')).toBe('12.50');
    expect(refusal?.value).toMatchObject({ consideredLots: [{ available: '0.05' }] });
  });

  test('repeats the key that was used before', () => {
    expect(sent(reasons.IDEMPOTENCY_KEY_REUSED).refusal?.value).toEqual({ idempotencyKey: 'k-1' });
  });

  test.each([
    ['purchase:p-1', 'ID_KIND_PURCHASE', 'p-1'],
    ['purchase:p-1/bonus', 'ID_KIND_PURCHASE', 'p-1'],
    ['grant:g-1', 'ID_KIND_GRANT', 'g-1'],
  ])('names the id behind the lot %s', (lotId, kind, id) => {
    const { refusal } = sent({ code: 'ID_TAKEN', kind: 'LOT', id: lotId });
    expect(refusal?.value).toEqual({ kind, id });
  });

  test('of a field is a violation like any other', () => {
    const refusal = new Refusal({
      code: 'INVALID_FIELD',
      field: 'amount',
      description: 'must have at most 2 digits after the point',
    });
    const { code, message, details } = statusOf(refusal, request);
    expect(code).toBe(status.INVALID_ARGUMENT);
    expect(message).toBe('amount must have at most 2 digits after the point.');
    expect(BadRequest.decode(details[0]?.value ?? Buffer.of()).fieldViolations).toMatchObject([
      { field: 'amount', description: 'must have at most 2 digits after the point' },
    ]);
  });
});

describe('a failure', () => {
  test.each([
    [new InvalidRequest([{ field: 'amount', description: 'must be' }]), status.INVALID_ARGUMENT],
    [new BadPageToken('x'), status.INVALID_ARGUMENT],
    [new Unauthenticated('no token'), status.UNAUTHENTICATED],
    [new PermissionDenied(), status.PERMISSION_DENIED],
  ])('%s ends the call with its status', (error, code) => {
    expect(statusOf(error, request)).toMatchObject({ code });
  });

  test.each([
    [new OutcomeUnknownError('late'), status.UNAVAILABLE],
    [new Overloaded('full'), status.RESOURCE_EXHAUSTED],
    [new KeysUnavailable('no keys'), status.UNAVAILABLE],
    [new Stopping(), status.UNAVAILABLE],
    [new DeadlinePassed(), status.DEADLINE_EXCEEDED],
  ])('%s says when to try again', (error, code) => {
    const failed = statusOf(error, request);
    expect(failed.code).toBe(code);
    expect(RetryInfo.decode(failed.details[0]?.value ?? Buffer.of()).retryDelay).toEqual({
      seconds: 0n,
      nanos: 200_000_000,
    });
  });

  test('that is a bug tells nothing of itself', () => {
    const failed = statusOf(new TypeError('secret.path is undefined'), request);
    expect(failed).toEqual({ code: status.INTERNAL, message: 'internal error', details: [] });
    expect(isBug(failed)).toBe(true);
    expect(isBug(statusOf(new PermissionDenied(), request))).toBe(false);
  });

  test('of many fields names so many that a trailer can carry them', () => {
    const violations = Array.from({ length: 5_000 }, (_, index) => ({
      field: `records[${index}].amount`,
      description: 'must be a decimal',
    }));
    const [detail] = statusOf(new InvalidRequest(violations), request).details;
    expect(BadRequest.decode(detail?.value ?? Buffer.of()).fieldViolations).toHaveLength(50);
    expect(detail?.value.length).toBeLessThan(8_192);
  });
});
