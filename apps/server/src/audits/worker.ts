import { parentPort, workerData } from 'node:worker_threads';
import { runAuditJob, type AuditJob } from '#application';
import { openEventStore, openReadModelStore, openSnapshotStore } from '../engines.ts';
import { policiesByTenant } from '../tenant-policies.ts';
import { yieldToCommands } from '../yield-to-commands.ts';
import { failureOf, type AuditMessage, type AuditSetup } from './messages.ts';

// Audits have threads of their own: history may be long, and nobody waits for it who spends.

const setup = workerData as AuditSetup;
const port = parentPort;
if (port === null) throw new Error('this is a worker thread');

yieldToCommands();

const readOnly = { readOnly: true };
const ports = {
  events: await openEventStore(setup, readOnly),
  readModels: await openReadModelStore(setup, readOnly),
  snapshots: await openSnapshotStore(setup, readOnly),
  tenantPolicies: policiesByTenant(setup.tenantPolicies),
};

const tell = (message: AuditMessage): void => port.postMessage(message);

port.on('message', (job: AuditJob) => {
  runAuditJob(job, ports, (progress) => tell({ kind: 'PROGRESS', progress })).then(
    (result) => tell({ kind: 'RESULT', result }),
    (error: unknown) => tell({ kind: 'FAILED', failure: failureOf(error) }),
  );
});
