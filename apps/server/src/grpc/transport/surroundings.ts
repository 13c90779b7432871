import type { ReadAt, Status } from '#contracts';
import { Unauthenticated } from '../../identity/unauthenticated.ts';
import type { Verifier } from './admission.ts';
import type { SharedLimits } from './places.ts';
import { statusOf } from './refusals/status-of.ts';
import { isForTheLog } from './refusals/for-the-log.ts';
import type { Fields } from './validation/form.ts';

/** From where a call comes that the server makes itself. */
export const NOWHERE = '';

interface Addressed {
  readonly getPeer: () => string;
}

/** What every call is served with. */
export interface TransportSurroundings {
  readonly verifier: Verifier;
  /** What callers share. */
  readonly limits: SharedLimits;
  /** How long a unary call without a deadline may take. */
  readonly waitMsMax: number;
  /** Aborts when the server stops taking calls. */
  readonly stopping: AbortSignal;
  readonly logBug: (rpc: string, error: unknown) => void;
  readonly logRefusedToken: (reason: string, address: string) => void;
  /** How far the read models are. */
  readonly readAt: () => ReadAt;
}

interface Logs extends Pick<TransportSurroundings, 'logBug' | 'logRefusedToken' | 'readAt'> {}

/** How a failed call ends. What its caller cannot mend, or is not told, is logged. */
export function ending(
  error: unknown,
  request: Fields,
  { rpc, call, logs }: { readonly rpc: string; readonly call: Addressed; readonly logs: Logs },
): Status {
  const status = statusOf(error, request, logs.readAt());
  if (isForTheLog(status)) logs.logBug(rpc, error);
  const address = call.getPeer();
  if (error instanceof Unauthenticated && address !== NOWHERE)
    logs.logRefusedToken(error.reason, address);
  return status;
}
