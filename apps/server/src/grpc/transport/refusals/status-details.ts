import { Metadata } from '@grpc/grpc-js';
import {
  type Any,
  BadRequest,
  ErrorInfo,
  packAny,
  Refusal as WireRefusal,
  RetryInfo,
  Status,
} from '#contracts';
import { type FieldViolation, protoName } from '../validation/violations.ts';
import type { Detail } from './details.ts';

/** How a call ends other than well: the status, and the trailer with its details. */
export interface CallEnding {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** A status with its details, as calls and the outcomes of records carry it. */
export const statusWith = (code: number, message: string, details: Any[] = []): Status => ({
  code,
  message,
  details,
});

export function answerOf(answer: Status): CallEnding {
  const metadata = new Metadata();
  if (answer.details.length > 0)
    metadata.set('grpc-status-details-bin', Buffer.from(Status.encode(answer).finish()));
  return { code: answer.code, details: answer.message, metadata };
}

// A trailer is a header, and clients take only so much of those.
const violationsMax = 50;

export const violationsDetail = (violations: readonly FieldViolation[]): Any =>
  packAny(BadRequest, BadRequest.create({ fieldViolations: violations.slice(0, violationsMax) }));

const millisPerSecond = 1_000;

export const retryDetail = (delayMs: number): Any =>
  packAny(RetryInfo, {
    retryDelay: {
      seconds: BigInt(Math.floor(delayMs / millisPerSecond)),
      nanos: (delayMs % millisPerSecond) * 1_000_000,
    },
  });

/** The reason alone, where there is no more to tell. */
export const infoDetail = (reason: string, metadata = new Map<string, string>()): Any =>
  packAny(ErrorInfo, { reason, domain: 'credits.v1', metadata });

/** The reason for a program that knows only google.rpc, and for one that knows the ledger. */
export const refusalDetails = (reason: string, detail: Detail): Any[] => [
  infoDetail(reason, metadataOf(detail)),
  packAny(WireRefusal, { reason: detail }),
];

// What is plain in the detail: ids and figures, by their proto names.
function metadataOf({ value }: Detail): Map<string, string> {
  const metadata = new Map<string, string>();
  for (const [name, field] of Object.entries(value) as [string, unknown][])
    if (isPlain(field) && field !== '') metadata.set(protoName(name), String(field));
  return metadata;
}

const isPlain = (field: unknown): field is string | number | bigint =>
  typeof field === 'string' || typeof field === 'number' || typeof field === 'bigint';
