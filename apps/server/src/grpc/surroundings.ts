import type { Status } from '#contracts';
import type { Verifier } from './admission.ts';
import type { CallsInFlight } from './calls-in-flight.ts';
import type { GrpcLimits } from './limits.ts';
import { isBug, statusOf } from './refusals/status-of.ts';
import type { Fields } from './validation/form.ts';

/** What every call is served with. */
export interface Surroundings {
  readonly verifier: Verifier;
  readonly inFlight: CallsInFlight;
  readonly limits: GrpcLimits;
  /** Aborts when the server stops taking calls. */
  readonly stopping: AbortSignal;
  readonly logBug: (rpc: string, error: unknown) => void;
}

/** How a failed call ends; what is a bug is logged, for the caller is told nothing of it. */
export function ending(
  error: unknown,
  request: Fields,
  { rpc, logBug }: { readonly rpc: string; readonly logBug: Surroundings['logBug'] },
): Status {
  const status = statusOf(error, request);
  if (isBug(status)) logBug(rpc, error);
  return status;
}
