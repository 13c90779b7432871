import { status } from '@grpc/grpc-js';
import { OutcomeUnknownError, Overloaded } from '#application';
import type { ReadAt, Status } from '#contracts';
import { DiskFull, HistoryCut, TooContended, TooManyWaiting } from '#eventsourcing';
import { formatCredits, Refusal } from '#ledger';
import { BadPageToken } from '#read-models';
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
import type { Fields } from '../validation/form.ts';
import { InvalidRequest } from '../validation/violations.ts';
import { detailOf, type Refused } from './details.ts';
import { sentenceOf, type Written } from './sentences.ts';
import { enumTo } from '../../wire/enums.ts';
import {
  infoDetail,
  refusalDetails,
  retryDetail,
  statusWith,
  violationsDetail,
} from './status-details.ts';
import { statusOfRefusal } from './statuses.ts';

/**
 * How a call, or a record of one, ends that failed. What is not expected here is a bug: it tells
 * the caller nothing, and whoever asks must log it. A wallet that is not found is told with how far
 * the read models are, whether that matters or not: all that are not found must look the same.
 */
export function statusOf(error: unknown, request: Fields, readAt?: ReadAt): Status {
  if (error instanceof Refusal) return statusOfReason(error, request, readAt);
  if (error instanceof InvalidRequest) return invalid(error.message, error.violations);
  for (const [type, end] of ends) if (error instanceof type) return end(error, isKeyed(request));
  return statusWith(internal, 'internal error');
}

const internal: number = status.INTERNAL;

export const isBug = ({ code }: Status): boolean => code === internal;

// A question has no key that could be repeated.
const isKeyed = (request: Fields): boolean =>
  'idempotencyKey' in request || 'records' in request || 'record' in request;

type End = (error: Error, keyed: boolean) => Status;

const ends: readonly (readonly [new (...args: never[]) => Error, End])[] = [
  [Unauthenticated, ({ message }) => statusWith(status.UNAUTHENTICATED, message)],
  [PermissionDenied, ({ message }) => statusWith(status.PERMISSION_DENIED, message)],
  [OutcomeUnknownError, () => outcomeUnknown],
  [TooContended, () => tooContended],
  [DiskFull, () => diskFull],
  [TooManyWaiting, (error) => tooManyWaiting(error as TooManyWaiting)],
  [LimitReached, (error, keyed) => limitReached(error as LimitReached, keyed)],
  [Overloaded, (_, keyed) => retryable(status.RESOURCE_EXHAUSTED, later[keyed ? 'key' : 'none'])],
  [KeysUnavailable, () => retryable(status.UNAVAILABLE, 'The token cannot be verified now.')],
  [Stopping, (_, keyed) => retryable(status.UNAVAILABLE, stopping[keyed ? 'key' : 'none'])],
  [TokenEnded, () => statusWith(status.UNAUTHENTICATED, tokenEnded)],
  [
    DeadlinePassed,
    (_, keyed) => retryable(status.DEADLINE_EXCEEDED, deadlinePassed[keyed ? 'key' : 'none']),
  ],
  [HistoryCut, () => statusWith(status.DATA_LOSS, historyCut)],
  [CallCancelled, () => statusWith(status.CANCELLED, 'The call was cancelled.')],
  [BadPageToken, () => invalid('The page token is not one of an answer.', [badToken])],
  [NotServed, ({ message }) => statusWith(status.UNIMPLEMENTED, message)],
];

const historyCut =
  'Acknowledged history of the wallet is missing: nothing is decided or answered of it until an operator has brought it back.';

const badToken = { field: 'page_token', description: 'must be one of an answer' };

const retryAfterMs = 200;

const retryable = (code: status, message: string): Status =>
  statusWith(code, message, [retryDetail(retryAfterMs)]);

const outcomeUnknown = retryable(
  status.UNAVAILABLE,
  'The outcome is unknown: repeat the call with the same key.',
);

const later = {
  key: 'The server has too much to do: repeat the call later with the same key.',
  none: 'The server has too much to do: ask again later.',
};

const stopping = {
  key: 'The server is stopping: go on with another connection, with the same keys.',
  none: 'The server is stopping: go on with another connection.',
};

const deadlinePassed = {
  key: 'The deadline has passed. Repeat the call with the same key to learn its outcome.',
  none: 'The deadline has passed: ask again.',
};

const tokenEnded = 'The token of this stream has ended: go on with another one.';

const tooContended = statusWith(
  status.UNAVAILABLE,
  'Others kept writing first, and nothing was recorded: repeat the call with the same key.',
  [infoDetail('TOO_CONTENDED'), retryDetail(retryAfterMs)],
);

const diskFullRetryMs = 10_000;

/** Nobody but the operator can mend it, so its cause is worth a line in the log. */
export const diskFull = statusWith(
  status.RESOURCE_EXHAUSTED,
  'The disk of the server is full, and nothing was recorded: repeat the call later with the same ' +
    'key.',
  [infoDetail('DISK_FULL'), retryDetail(diskFullRetryMs)],
);

const limitRetryMs = 1_000;

function limitReached(error: LimitReached, keyed: boolean): Status {
  const { limit, scope, max } = error;
  const value = { limit, scope: enumTo('LIMIT_SCOPE', scope), max };
  const again = keyed ? 'Repeat the call later with the same key.' : 'Try again later.';
  return statusWith(status.RESOURCE_EXHAUSTED, `${error.message} ${again}`, [
    ...refusalDetails('LIMIT_REACHED', { $case: 'limitReached', value }),
    retryDetail(limitRetryMs),
  ]);
}

const tooManyWaiting = ({ max }: TooManyWaiting): Status =>
  limitReached(new LimitReached('commands_waiting', 'WALLET', max), true);

const invalid = (message: string, violations: InvalidRequest['violations']): Status =>
  statusWith(status.INVALID_ARGUMENT, message, [violationsDetail(violations)]);

function statusOfReason(
  { reason, scale }: Refusal,
  request: Fields,
  readAt: ReadAt | undefined,
): Status {
  if (reason.code === 'INVALID_FIELD')
    return invalid(`${reason.field} ${reason.description}.`, [reason]);
  const written: Written = (amount) => formatCredits(amount, scale);
  const detail = detailOf(reason, {
    written,
    refused: { ...refusedIn(request), readAt },
  });
  return statusWith(
    statusOfRefusal[reason.code],
    sentenceOf(reason, written),
    refusalDetails(reason.code, detail),
  );
}

function refusedIn(request: Fields): Refused {
  const said = (field: string): string => {
    const value = request[field];
    return typeof value === 'string' ? value : '';
  };
  return {
    walletId: said('walletId'),
    idempotencyKey: said('idempotencyKey'),
    action: said('action'),
  };
}
