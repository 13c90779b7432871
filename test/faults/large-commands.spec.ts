import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { EmbeddedReadModelStore } from '#adapters';
import { StoreRefused, type EventStore, type Instant } from '#eventsourcing';
import { DEFAULT_POLICIES, parseCredits, walletStream } from '#ledger';
import { temporaryDirectory } from '#testing';
import { compareReadModels } from '../../libs/application/src/audit/compare-read-models.ts';
import { exportStream } from '../../libs/application/src/audit/export-stream.ts';
import { verifyStream } from '../../libs/application/src/audit/verify-stream.ts';
import { rebuildReadModels } from '../../libs/application/src/rebuild.ts';
import { Installation, TENANT, TestClock } from './installation.ts';
import { grant, open, record } from './wallet-commands.ts';

jest.setTimeout(180_000);

const LOTS = 2_000;
const AT_ONCE = 250;
const END = '2026-03-02T09:00:00.000000000Z' as Instant;
const BEFORE_END = '2026-03-02T08:00:00.000000000Z' as Instant;
const USAGE = record('late', '20', { occurredAt: BEFORE_END });
const STREAM = walletStream(TENANT, 'w');
const page = join(import.meta.dirname, '../../docs/verify.py');

/** A store that takes only so many appends, while it is told to. */
class Failing {
  takes = Infinity;

  readonly before = (store: EventStore): EventStore => ({
    append: (...asked) => {
      this.takes -= 1;
      if (this.takes < 0) throw new StoreRefused('the disk is full');
      return store.append(...asked);
    },
    readStream: (...asked) => store.readStream(...asked),
    readAll: (...asked) => store.readAll(...asked),
    head: () => store.head(),
    follow: (...asked) => store.follow(...asked),
    close: () => store.close(),
  });
}

/** A wallet of many small lots that have all ended, which late usage reopens. */
async function lapsed(directory: string, failing: Failing) {
  mkdirSync(directory);
  const clock = new TestClock();
  const here = await Installation.open(directory, {
    clock,
    before: failing.before,
    snapshotEvery: 1_000,
  });
  await here.submit(open());
  const end = { at: END };
  for (let from = 0; from < LOTS; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        here.submit(grant(`g${String(from + index)}`, '0.01', { end })),
      ),
    );
  clock.goTo('2026-03-03T09:00:00Z');
  await here.view();
  return here;
}

/** What a user can see of the wallet, from every side. */
async function seen(here: Installation, directory: string) {
  const readModels = await EmbeddedReadModelStore.open(directory);
  await rebuildReadModels(here.events, readModels);
  const compared = await compareReadModels(here.events, readModels, { stream: STREAM });
  const rows = await readModels.list({
    collection: 'transactions',
    partition: STREAM,
    by: 'key',
    from: 'usage',
    to: 'usage~',
    limit: 10,
  });
  await readModels.close();
  const { ok, firstBad } = await verifyStream(here.events, STREAM, {
    tenantPolicies: () => DEFAULT_POLICIES,
    snapshots: here.snapshots,
  });
  const lines = await Array.fromAsync(exportStream(here.events, STREAM));
  const { stdout } = spawnSync('python3', [page], { input: lines.join('\n'), encoding: 'utf8' });
  const { balance, debt, totals } = await here.view();
  return {
    compared: compared.ok,
    verified: ok ? 'ok' : firstBad,
    python: stdout.trimEnd().split('\n').at(-1),
    usages: rows.length,
    figures: { balance, debt, used: totals.used },
  };
}

describe('usage that needs more than an append holds', () => {
  const root = temporaryDirectory();

  test(`is booked whole: ${LOTS} lapsed lots are reopened and used (D11)`, async () => {
    const directory = join(root, 'whole');
    const here = await lapsed(directory, new Failing());
    const dry = await here.submit(USAGE, { key: 'late', dryRun: true });
    const { events, receipt } = await here.submit(USAGE, { key: 'late' });
    expect(events).toEqual(dry.events);
    expect(events).toHaveLength(LOTS + 1);
    expect(events.at(-1)).toMatchObject({
      type: 'CreditsConsumed',
      data: { amount: parseCredits('20.00'), debt: 0n },
    });
    here.forget();
    await here.snapshot();
    expect((await here.submit(USAGE, { key: 'late' })).receipt).toEqual({
      ...receipt,
      replayed: true,
    });
    expect(await seen(here, directory)).toEqual({
      compared: true,
      verified: 'ok',
      python: 'balance 0.00',
      usages: 1,
      figures: { balance: 0n, debt: 0n, used: 2000n },
    });
    await here.close();
  });

  test('leaves nothing to be seen where it ended half, and is booked by the next try', async () => {
    const directory = join(root, 'half');
    const failing = new Failing();
    const here = await lapsed(directory, failing);
    // What is due is booked by now, so that the first append is that of the usage.
    await here.ledger.bookDue(STREAM);
    failing.takes = 1;
    await expect(here.submit(USAGE, { key: 'late' })).rejects.toThrow('the disk is full');
    failing.takes = Infinity;
    const stored = (await here.history()).length;
    here.forget();
    expect(await seen(here, directory)).toEqual({
      compared: true,
      verified: 'ok',
      python: 'balance 0.00',
      usages: 0,
      figures: { balance: 0n, debt: 0n, used: 0n },
    });
    const { receipt } = await here.submit(USAGE, { key: 'late' });
    expect(receipt).toMatchObject({ firstRevision: stored + 1, replayed: false });
    expect(await seen(here, directory)).toMatchObject({
      compared: true,
      verified: 'ok',
      python: 'balance 0.00',
      usages: 1,
    });
    await here.close();
  });
});
