import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { OutcomeUnknownError, Overloaded } from '#application';
import { type Any, BadRequest, ErrorInfo, Refusal as WireRefusal, RetryInfo } from '#contracts';
import { DiskFull, TooContended, TooManyWaiting } from '#eventsourcing';
import { Refusal } from '#ledger';
import { BadPageToken } from '#read-models';
import { expectGolden, goldensIn } from '../../../../../../test/golden/goldens.ts';
import { KeysUnavailable } from '../../../identity/issuer-keys.ts';
import { Unauthenticated } from '../../../identity/unauthenticated.ts';
import {
  CallCancelled,
  DeadlinePassed,
  NotServed,
  PermissionDenied,
  Stopping,
  TokenEnded,
} from '../errors.ts';
import { LimitReached } from '../limit-reached.ts';
import { InvalidRequest } from '../validation/violations.ts';
import { otherReasons, reasons } from './spec-kit/reasons.ts';
import { statusOf } from './status-of.ts';

const request = { walletId: 'w1', idempotencyKey: 'k-1', action: 'photo.apply' };

/** Everything that ends a call other than well, by the name of its golden file. */
const endings: Readonly<Record<string, Error>> = {
  ...Object.fromEntries(
    Object.entries({ ...reasons, ...otherReasons }).map(([name, reason]) => [
      name,
      new Refusal(reason, 2),
    ]),
  ),
  'an invalid request': new InvalidRequest([{ field: 'amount', description: 'must be a decimal' }]),
  'a page token of no answer': new BadPageToken('x'),
  'no token': new Unauthenticated('a bearer token is missing'),
  'no permission': new PermissionDenied(),
  'an unknown outcome': new OutcomeUnknownError('late'),
  'too much to do': new Overloaded('full'),
  'too many commands waiting': new TooManyWaiting(20_000),
  'a limit that is reached': new LimitReached('watchers', 'CALLER', 200),
  'a wallet too contended': new TooContended('x'),
  'a full disk': new DiskFull('x'),
  'a token that ended': new TokenEnded(),
  'no keys': new KeysUnavailable('no keys'),
  'a server that stops': new Stopping(),
  'a deadline that passed': new DeadlinePassed(),
  'a call that was cancelled': new CallCancelled(),
  'a service that is not there': new NotServed('x'),
  'a bug': new TypeError('secret.path is undefined'),
};

const fileOf = (name: string): string => `${name.replaceAll(' ', '-')}.json`;

const types = [ErrorInfo, WireRefusal, BadRequest, RetryInfo] as const;

function detailOf({ typeUrl, value }: Any): object {
  const type = types.find(({ $type }) => typeUrl.endsWith(`/${$type}`));
  if (type === undefined) throw new Error(`nobody knows ${typeUrl}`);
  return { [type.$type]: type.decode(value) };
}

const plain = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
};

/** What a client gets of it, as JSON. */
function sent(error: Error): string {
  const { code, message, details } = statusOf(error, request);
  const answer = { status: status[code], message, details: details.map(detailOf) };
  return `${JSON.stringify(answer, plain, 2)}\n`;
}

describe('what a client is sent', () => {
  test.each(Object.entries(endings))('for %s is its golden file', (name, error) => {
    expectGolden(`refusals/${fileOf(name)}`, sent(error));
  });

  test('has no golden file of what is not sent any more', () => {
    const files = new Set(Object.keys(endings).map(fileOf));
    expect(goldensIn('refusals').filter((file) => !files.has(file))).toEqual([]);
  });
});
