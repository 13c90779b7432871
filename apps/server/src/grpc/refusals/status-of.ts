import { status } from '@grpc/grpc-js';
import { OutcomeUnknownError, Overloaded } from '#application';
import type { ReadAt, Status } from '#contracts';
import { HistoryCut } from '#eventsourcing';
import { formatCredits, Refusal } from '#ledger';
import { BadPageToken } from '#read-models';
import { KeysUnavailable } from '../../identity/issuer-keys.ts';
import { Unauthenticated } from '../../identity/unauthenticated.ts';
import { CallCancelled, DeadlinePassed, NotServed, PermissionDenied, Stopping } from '../errors.ts';
import type { Fields } from '../validation/form.ts';
import { InvalidRequest } from '../validation/violations.ts';
import { detailOf, type Refused } from './details.ts';
import { sentenceOf, type Written } from './sentences.ts';
import { refusalDetails, retryDetail, statusWith, violationsDetail } from './status-details.ts';
import { statusOfRefusal } from './statuses.ts';

/**
 * How a call, or a record of one, ends that failed. What is not expected here is a bug: it tells
 * the caller nothing, and whoever asks must log it. A wallet that is not found is told with how far
 * the read models are, whether that matters or not: all that are not found must look the same.
 */
export function statusOf(error: unknown, request: Fields, readAt?: ReadAt): Status {
  if (error instanceof Refusal) return statusOfReason(error, request, readAt);
  if (error instanceof InvalidRequest) return invalid(error.message, error.violations);
  for (const [type, end] of ends) if (error instanceof type) return end(error);
  return statusWith(internal, 'internal error');
}

const internal: number = status.INTERNAL;

export const isBug = ({ code }: Status): boolean => code === internal;

type End = (error: Error) => Status;

const ends: readonly (readonly [new (...args: never[]) => Error, End])[] = [
  [Unauthenticated, ({ message }) => statusWith(status.UNAUTHENTICATED, message)],
  [PermissionDenied, ({ message }) => statusWith(status.PERMISSION_DENIED, message)],
  [OutcomeUnknownError, () => outcomeUnknown],
  [Overloaded, () => overloaded],
  [KeysUnavailable, () => retryable(status.UNAVAILABLE, 'The token cannot be verified now.')],
  [Stopping, ({ message }) => retryable(status.UNAVAILABLE, message)],
  [DeadlinePassed, ({ message }) => retryable(status.DEADLINE_EXCEEDED, message)],
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

/** The server is full. */
export const overloaded = retryable(
  status.RESOURCE_EXHAUSTED,
  'The server has too much to do: repeat the call later with the same key.',
);

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
