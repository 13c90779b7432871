import type { Actor } from '#eventsourcing';
import type { Credits } from '../credits.ts';
import type { CancelCause, Event, ReturnCause, Share } from './event-parts.ts';
import type { CapTarget, CapWindow, Slice } from './terms.ts';

/** What happens to members, their pockets, caps and requests. */
export type MemberEvent =
  | Event<'MemberAdded', { memberId: string; role: string }>
  | Event<'MemberRemoved', { memberId: string }>
  | Event<'CapSet', { target: CapTarget; window: CapWindow; amount?: Credits | undefined }>
  | Event<
      'CreditsAllocated',
      {
        allocationId: string;
        shares: readonly Share[];
        total: Credits;
        poolAfter: Credits;
        /** Of approving all with best effort: the requests that did not fit. */
        leftPending?: readonly string[] | undefined;
      }
    >
  | Event<
      'AllocationReturned',
      {
        memberId: string;
        slices: readonly Slice[];
        total: Credits;
        cause: ReturnCause;
        poolAfter: Credits;
      }
    >
  | Event<
      'CreditsRequested',
      {
        requestId: string;
        memberId: string;
        amount: Credits;
        note?: string | undefined;
        /** The service that asked for the member; unset, the member asked itself. */
        requestedBy?: Actor | undefined;
      }
    >
  | Event<
      'RequestApproved',
      {
        requestId: string;
        memberId: string;
        requestedAmount: Credits;
        approvedAmount: Credits;
        decidedBy: Actor;
      }
    >
  | Event<
      'RequestRejected',
      {
        requestId: string;
        memberId: string;
        amount: Credits;
        decidedBy: Actor;
        reason?: string | undefined;
      }
    >
  | Event<
      'RequestCancelled',
      {
        requestId: string;
        memberId: string;
        amount: Credits;
        cause: CancelCause;
        decidedBy: Actor;
      }
    >;
