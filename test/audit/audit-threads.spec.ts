import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EmbeddedReadModelStore } from '#adapters';
import { DEFAULT_POLICIES, walletStream } from '#ledger';
import { temporaryDirectory } from '#testing';
import { AuditThreads } from '../../apps/server/src/audits/audit-threads.ts';
import { configOf } from '../../apps/server/src/config.ts';
import type { AuditProgress } from '../../libs/application/src/audit/auditor.ts';
import { compareReadModels } from '../../libs/application/src/audit/compare-read-models.ts';
import { exportStream, linesOfExport } from '../../libs/application/src/audit/export-stream.ts';
import { verifyStream } from '../../libs/application/src/audit/verify-stream.ts';
import { Installation, TENANT } from '../faults/installation.ts';
import { grant, open } from '../faults/wallet-commands.ts';
import { readOn } from './read-on.ts';

const GRANTS = 4_000;
const stream = walletStream(TENANT, 'w');
const built = new URL('../../dist/apps/server/src/audits/worker.js', import.meta.url);

describe('audits in threads of their own', () => {
  const directory = temporaryDirectory();
  const at = `embedded:${directory}`;
  const places = configOf({ EVENT_STORE: at, READ_MODEL_STORE: at });
  const setup = { ...places, tenantPolicies: new Map() };
  // Nothing of what this process has for its sources: a server has the built files.
  const threads = new AuditThreads(
    setup,
    () => new Worker(built, { workerData: setup, execArgv: [], env: {} }),
  );
  let here: Installation;
  let readModels: EmbeddedReadModelStore;

  beforeAll(async () => {
    here = await Installation.open(directory, { snapshotEvery: 1_000 });
    await here.submit(open());
    await Promise.all(
      Array.from({ length: GRANTS }, (_, index) => here.submit(grant(`g-${index}`, '0.01'))),
    );
    await here.snapshot();
    readModels = await EmbeddedReadModelStore.open(directory);
    await readOn(here.events, readModels, GRANTS + 1);
  });

  afterAll(async () => {
    await threads.stop();
    await readModels.close();
    await here.close();
  });

  const terms = (told: (progress: AuditProgress) => void = () => undefined) => ({
    tenantId: TENANT,
    signal: new AbortController().signal,
    told,
  });

  test('find what is found in one thread, and tell how far they are', async () => {
    const told: AuditProgress[] = [];
    const verified = await threads.run(
      { kind: 'VERIFY', stream },
      terms((each) => told.push(each)),
    );
    expect(verified).toEqual(
      await verifyStream(here.events, stream, {
        tenantPolicies: () => DEFAULT_POLICIES,
        snapshots: here.snapshots,
      }),
    );
    expect(verified).toMatchObject({ ok: true, revisionsVerified: GRANTS + 1 });
    expect(told).toEqual(
      [1_000, 2_000, 3_000, 4_000, 4_001].map((eventsRead) => ({ eventsRead, events: GRANTS + 1 })),
    );
    expect(await threads.run({ kind: 'COMPARE', stream }, terms())).toEqual(
      await compareReadModels(here.events, readModels, { stream }),
    );
    const exported = linesOfExport((from) =>
      threads.run({ kind: 'EXPORT', stream, from }, terms()),
    );
    expect(await Array.fromAsync(exported)).toEqual(
      await Array.fromAsync(exportStream(here.events, stream)),
    );
  });

  test('B14: hold up nobody who is asked for something else meanwhile', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await threads.run({ kind: 'VERIFY', stream }, terms());
    await threads.run({ kind: 'COMPARE', stream }, terms());
    delay.disable();
    expect(delay.max / 1_000_000).toBeLessThan(150);
  });

  test('end with the call in the middle of a history, and do the next', async () => {
    const call = new AbortController();
    const verifying = threads.run(
      { kind: 'VERIFY', stream },
      {
        ...terms(() => call.abort(new Error('the caller went away'))),
        signal: call.signal,
      },
    );
    await expect(verifying).rejects.toThrow('the caller went away');
    const next = await threads.run({ kind: 'VERIFY', stream }, terms());
    expect(next).toMatchObject({ ok: true });
  });
});
