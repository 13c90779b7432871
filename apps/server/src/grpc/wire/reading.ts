import type { ReadAt } from '#contracts';
import type { Reader } from '#application';
import type { Instant, Position } from '#eventsourcing';
import type { CallContext } from '../transport/call-context.ts';
import { fromInstant } from './common.ts';

/** How fresh an answer is. */
export const readAt = ({
  asOf,
  now,
}: {
  readonly asOf: Position;
  readonly now: Instant;
}): ReadAt => ({ position: String(asOf), time: fromInstant(now) });

/** Who asks a question, and how fresh the answer must be. */
export const readerOf = (
  call: CallContext,
  { atLeastPosition }: { readonly atLeastPosition?: string | undefined } = {},
): Reader => ({
  tenantId: call.caller.tenant,
  atLeastPosition: atLeastPosition === undefined ? undefined : BigInt(atLeastPosition),
  signal: () => call.signal,
});

const pageSizeDefault = 100;

/** Which page of a list is asked for. */
export const pageAsked = ({
  pageSize,
  pageToken,
}: {
  readonly pageSize: number;
  readonly pageToken: string;
}) => ({ pageSize: pageSize === 0 ? pageSizeDefault : pageSize, pageToken });
