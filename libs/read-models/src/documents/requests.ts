import type { Actor, Instant } from '#eventsourcing';
import type { Credits, RequestOutcome, RequestEvent } from '#ledger';
import { amountOrNull, parseDocument } from '../codec.ts';
import { keyOf, padded } from '../keys.ts';
import type { DataOf } from '../ledger-events.ts';
import { onceMade, projectionOf, type ChangesBy } from '../projection-of.ts';

export type RequestStatus = 'PENDING' | RequestOutcome;

/** A member's request for credit, and what became of it. */
export interface RequestDocument {
  readonly requestId: string;
  readonly memberId: string;
  readonly amount: Credits;
  /** Sealed. */
  readonly note: string | null;
  readonly requestedAt: Instant;
  /** The position at which it was made: requests are listed by that. */
  readonly position: string;
  readonly status: RequestStatus;
  readonly approvedAmount: Credits | null;
  readonly decidedBy: Actor | null;
  readonly decidedAt: Instant | null;
  /** Why it was rejected, sealed. */
  readonly reason: string | null;
  readonly cancelCause: DataOf<'RequestCancelled'>['cause'] | null;
  /** Left out where the member asked itself, as in documents from before others could. */
  readonly requestedBy?: Actor | undefined;
}

const itself = ({ requestId }: { readonly requestId: string }): readonly string[] => [requestId];

const changes: ChangesBy<Exclude<RequestEvent['type'], 'CreditsRequested'>, RequestDocument> = {
  RequestApproved: (before, { approvedAmount, decidedBy }, { event }) => ({
    ...before,
    status: 'APPROVED',
    approvedAmount,
    decidedBy,
    decidedAt: event.metadata.occurredAt,
  }),
  RequestRejected: (before, { decidedBy, reason }, { event }) => ({
    ...before,
    status: 'REJECTED',
    decidedBy,
    decidedAt: event.metadata.occurredAt,
    reason: reason ?? null,
  }),
  RequestCancelled: (before, { decidedBy, cause }, { event }) => ({
    ...before,
    status: 'CANCELLED',
    decidedBy,
    decidedAt: event.metadata.occurredAt,
    cancelCause: cause,
  }),
};

/** The requests of each wallet; each status is a list of its own. */
export const requests = projectionOf<RequestEvent['type'], RequestDocument>({
  name: 'requests',
  version: 1,
  keys: {
    CreditsRequested: itself,
    RequestApproved: itself,
    RequestRejected: itself,
    RequestCancelled: itself,
  },
  folds: {
    CreditsRequested: (_before, { requestId, memberId, amount, note, requestedBy }, { event }) => ({
      requestId,
      memberId,
      amount,
      note: note ?? null,
      requestedAt: event.metadata.occurredAt,
      position: padded(event.position),
      status: 'PENDING',
      approvedAmount: null,
      decidedBy: null,
      decidedAt: null,
      reason: null,
      cancelCause: null,
      requestedBy,
    }),
    ...onceMade(changes),
  },
  order: ({ status, position }) => keyOf(status, position),
  decode: (body) => {
    const stored = parseDocument<RequestDocument>(body);
    return {
      ...stored,
      amount: BigInt(stored.amount),
      approvedAmount: amountOrNull(stored.approvedAmount),
    };
  },
});
