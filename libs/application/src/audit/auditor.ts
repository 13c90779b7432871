import type { EventStore, ReadModelStore, Revision, SnapshotStore } from '#eventsourcing';
import { headOfStream } from '../stream-head.ts';
import { compareReadModels, type ReadModelsComparison } from './compare-read-models.ts';
import { exportFrom, type ExportedLines } from './export-stream.ts';
import {
  personEventsFrom,
  type PersonEvents,
  type PersonWanted,
} from '../persons/person-events.ts';
import { verifyStream, type Verification, type VerifyTerms } from './verify-stream.ts';

/** Work on the history of one stream that takes as long as the history is. */
export type AuditJob =
  | { readonly kind: 'VERIFY'; readonly stream: string }
  | { readonly kind: 'COMPARE'; readonly stream: string }
  | { readonly kind: 'EXPORT'; readonly stream: string; readonly from: Revision }
  | (PersonWanted & { readonly kind: 'PERSON' });

/** What comes of each. */
export interface AuditResults {
  readonly VERIFY: Verification;
  readonly COMPARE: ReadModelsComparison;
  readonly EXPORT: ExportedLines;
  readonly PERSON: PersonEvents;
}

export type ResultOf<Job extends AuditJob> = AuditResults[Job['kind']];

/** How far such work is. */
export interface AuditProgress {
  readonly eventsRead: number;
  /** How many there were at its beginning, or more; 0 where the end cannot be read. */
  readonly events: number;
}

/** Who wants the work done, until when, and who is told how far it is. */
export interface AuditTerms {
  /** No tenant's work keeps that of others waiting. */
  readonly tenantId: string;
  /** Ends the work: it fails with the signal's reason. */
  readonly signal: AbortSignal;
  readonly told: (progress: AuditProgress) => void;
}

/** Does such work without holding up whoever decides. */
export interface Auditor {
  run<Job extends AuditJob>(job: Job, terms: AuditTerms): Promise<ResultOf<Job>>;
}

export interface AuditJobPorts {
  readonly events: EventStore;
  readonly readModels: ReadModelStore;
  readonly snapshots: SnapshotStore;
  readonly tenantPolicies: VerifyTerms['tenantPolicies'];
}

type TellProgress = AuditTerms['told'];

/** Does the work in this thread, without a rest. */
export async function runAuditJob(
  job: AuditJob,
  ports: AuditJobPorts,
  told: TellProgress,
): Promise<ResultOf<AuditJob>> {
  const { events, readModels } = ports;
  const { stream } = job;
  if (job.kind === 'EXPORT') return exportFrom(events, stream, job.from);
  if (job.kind === 'PERSON') return personEventsFrom(events, job);
  const progress = await progressOf(events, stream, told);
  if (job.kind === 'COMPARE') return compareReadModels(events, readModels, { stream, progress });
  return verifyStream(events, stream, { ...ports, told: progress });
}

/** Adds up the events that were read, and tells of how many. */
async function progressOf(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  told: TellProgress,
): Promise<(events: number) => void> {
  let eventsRead = 0;
  // What is damaged is named by the work itself.
  const all = await headOfStream(events, stream).then(
    ({ revision }) => revision,
    () => 0,
  );
  return (count) => {
    eventsRead += count;
    told({ eventsRead, events: all === 0 ? 0 : Math.max(all, eventsRead) });
  };
}
