import type { AuditJob, AuditProgress, ResultOf } from '#application';
import { HistoryCut } from '#eventsourcing';
import type { EnginePlaces } from '../engines.ts';
import type { TenantPolicies } from '../tenant-policies.ts';

/** Where an audit thread's files are. */
export interface AuditSetup extends EnginePlaces {
  readonly tenantPolicies: TenantPolicies;
}

/** What an audit thread tells of the one job that it does. */
export type AuditMessage =
  | { readonly kind: 'PROGRESS'; readonly progress: AuditProgress }
  | { readonly kind: 'RESULT'; readonly result: ResultOf<AuditJob> }
  | { readonly kind: 'FAILED'; readonly failure: Failure };

/** An error on its way between threads, which lose its class. */
export interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  /** Whether history was cut, and whose: `null` is the whole log. */
  readonly cut: { readonly stream: string | null } | null;
}

export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { message, stack, cut: error instanceof HistoryCut ? { stream: error.stream } : null };
}

export function errorOf({ message, stack, cut }: Failure): Error {
  if (cut !== null) return new HistoryCut(message, cut.stream);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
