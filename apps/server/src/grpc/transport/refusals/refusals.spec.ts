import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { OutcomeUnknownError, Overloaded } from '#application';
import { type Any, BadRequest, ErrorInfo, Refusal as WireRefusal, RetryInfo } from '#contracts';
import { type ReasonOf, Refusal } from '#ledger';
import { BadPageToken } from '#read-models';
import { KeysUnavailable } from '../../../identity/issuer-keys.ts';
import { Unauthenticated } from '../../../identity/unauthenticated.ts';
import { DeadlinePassed, PermissionDenied, Stopping } from '../errors.ts';
import { InvalidRequest, protoName } from '../validation/violations.ts';
import { isBug, statusOf } from './status-of.ts';
import { reasons } from './spec-kit/reasons.ts';
import { type RefusalCode, statusOfRefusal } from './statuses.ts';

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

  test('of a wallet that is not found says how far the read models are, and how to wait', () => {
    const readAt = { position: '7', time: { seconds: 1n, nanos: 0 } };
    const told = statusOf(new Refusal({ code: 'WALLET_NOT_FOUND' }), request, readAt);
    expect(told.message).toContain('at_least_position');
    const [, refusal] = told.details as [Any, Any];
    expect(WireRefusal.decode(refusal.value).reason?.value).toMatchObject({
      walletId: 'w1',
      readAt,
    });
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
