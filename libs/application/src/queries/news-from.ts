import type { AuditJob, ResultOf } from '../audit/auditor.ts';
import { newsOf, type AuditNews } from '../audit/news.ts';
import type { Reader, Reading } from '../reading.ts';

/** What an audit tells while it is on its way, and its result. */
export const newsFrom = <Job extends AuditJob>(
  { ports: { auditor } }: Reading,
  job: Job,
  { tenantId, signal }: Reader,
): AsyncIterable<AuditNews<ResultOf<Job>>> =>
  newsOf((told) => auditor.run(job, { tenantId, signal: signal(), told }));
