export { runAuditJob } from './auditor.ts';
export type {
  AuditJob,
  AuditJobPorts,
  Auditor,
  AuditProgress,
  AuditTerms,
  ResultOf,
} from './auditor.ts';
export type { BadEvent } from './bad-event.ts';
export { compareReadModels } from './compare-read-models.ts';
export type { CollectionComparison, ReadModelsComparison } from './compare-read-models.ts';
export { exportStream } from './export-stream.ts';
export type { AuditNews } from './news.ts';
export { eventPages, streamsIn } from './stream-events.ts';
export { verifyStream } from './verify-stream.ts';
export type { Verification, VerifyTerms } from './verify-stream.ts';
