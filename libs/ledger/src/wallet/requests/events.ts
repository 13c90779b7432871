import type { Actor } from '#eventsourcing';
import type { Credits } from '../../credits.ts';
import type { CancelCause, Event } from '../event-parts.ts';

/** What members ask for, and what becomes of it. */
export type RequestEvent =
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
