import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { EmbeddedEventStore, EmbeddedSnapshotStore } from '#adapters';
import { metadataOf, type NewEvent, type RecordedEvent } from '#eventsourcing';
import { DEFAULT_POLICIES } from '#ledger';
import { histories, temporaryDirectory } from '#testing';
import { verifyStream, type Verification } from '../../libs/application/src/audit/verify-stream.ts';
import { catalogStream, walletStream } from '#ledger';
import { busyWeek } from '../faults/busy-week.ts';
import { Installation, TENANT, TestClock } from '../faults/installation.ts';
import { forged } from './forged.ts';
import { dropAppends, editBody, editEvent } from './stored-log.ts';

jest.setTimeout(60_000);

const stream = walletStream(TENANT, 'w');
const catalog = catalogStream(TENANT);

describe('verifyStream', () => {
  const clock = new TestClock();
  const directory = temporaryDirectory();
  const original = join(directory, 'original');
  let history: readonly RecordedEvent[];
  let copies = 0;

  beforeAll(async () => {
    const here = await Installation.open(original, { clock, snapshotEvery: 25 });
    for (const { at, command } of busyWeek) {
      clock.at = at;
      await here.submit(command);
      await here.snapshot();
    }
    await publish(here, 'first');
    await publish(here, 'second');
    history = await here.history();
    await here.close();
  });

  /** A copy of the data directory with something done to it. */
  function tampered(tamper: (copy: string) => void): string {
    copies += 1;
    const copy = join(directory, `copy-${copies}`);
    mkdirSync(copy);
    cpSync(original, copy, { recursive: true });
    tamper(copy);
    return copy;
  }

  async function verified(copy: string, of = stream): Promise<Verification> {
    const events = await EmbeddedEventStore.open(copy, { readOnly: true });
    const snapshots = await EmbeddedSnapshotStore.open(copy);
    try {
      return await verifyStream(events, of, { tenantPolicies: () => DEFAULT_POLICIES, snapshots });
    } finally {
      await events.close();
      await snapshots.close();
    }
  }

  const at = (revision: number) => ({ stream, revision });
  const last = () => history.length;

  test('finds nothing wrong with a history of every type of event', async () => {
    const { hash } = metadataOf(history.at(-1) as RecordedEvent);
    expect(await verified(original)).toEqual({
      ok: true,
      revisionsVerified: last(),
      head: { revision: last(), hash },
      firstBad: null,
    });
  });

  test('verifies a catalogue too, and names a version that does not grow', async () => {
    expect(await verified(original, catalog)).toMatchObject({ ok: true, revisionsVerified: 2 });
    const copy = tampered((each) =>
      forged(each, { stream: catalog, revision: 2 }, (event) => ({
        ...event,
        data: event.data.replace('"version":2', '"version":1'),
      })),
    );
    expect((await verified(copy, catalog)).firstBad).toMatchObject({
      revision: 2,
      problem: 'version 1 follows version 1',
    });
  });

  test('a stream that is not there has nothing wrong', async () => {
    const absent = walletStream(TENANT, 'nowhere');
    expect(await verified(original, absent)).toMatchObject({ ok: true, revisionsVerified: 0 });
  });

  const firstDigit = (event: NewEvent): NewEvent => ({
    ...event,
    data: event.data.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  });

  test('R-02: an edited event is named, wherever it is stored', async () => {
    for (const { revision, id, data } of history) {
      if (!/\d/.test(data)) continue;
      const copy = tampered((each) => editEvent(each, at(revision), firstDigit));
      expect(await verified(copy)).toMatchObject({
        ok: false,
        revisionsVerified: revision - 1,
        head: { revision: last() },
        firstBad: { revision, eventId: id, problem: 'its hash does not match its content' },
      });
    }
  });

  test('R-02: a dropped append is named as missing', async () => {
    for (const { revision } of history.slice(0, -1)) {
      let dropped = 0;
      const copy = tampered((each) => {
        // An append is stored under its last revision.
        dropped = dropAppends(each, { stream, from: revision, to: revision });
      });
      const { ok, firstBad } = await verified(copy);
      expect(ok).toBe(dropped === 0);
      if (dropped > 0)
        expect(firstBad).toMatchObject({ problem: `it is missing: ${revision + 1} comes next` });
    }
  });

  test('R-02: a text that cannot be read any more is named', async () => {
    const copy = tampered((each) => editBody(each, at(12), (body) => `${body}x`));
    const { firstBad, revisionsVerified } = await verified(copy);
    expect(firstBad?.problem).toBe('it cannot be read: a stored append is damaged');
    expect(firstBad?.revision).toBe(revisionsVerified + 1);
    expect(revisionsVerified).toBeLessThan(12);
  });

  test('a cut tail is noticed by what the snapshot remembers', async () => {
    const copy = tampered((each) => dropAppends(each, { stream, from: 40, to: last() }));
    const { ok, firstBad, revisionsVerified } = await verified(copy);
    expect(ok).toBe(false);
    expect(firstBad).toEqual({
      revision: revisionsVerified + 1,
      eventId: '',
      problem: `history was cut: it ends at revision ${revisionsVerified}, a snapshot has revision ${snapshotRevision(copy)}`,
    });
  });

  test('history that was written anew, chain and all, does not fit the snapshot', async () => {
    const copy = tampered((each) => forged(each, at(3), withNote));
    expect((await verified(copy)).firstBad).toMatchObject({
      revision: snapshotRevision(copy),
      problem: 'the snapshot made here has another hash: history was rewritten',
    });
  });

  test('property: nothing is wrong with any history that the ledger decided', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ events, stream: of }) => {
        const log = {
          readStream: async (_stream: string, from: number, limit: number) =>
            events.slice(from - 1, from - 1 + limit),
        };
        const { ok, firstBad } = await verifyStream(log, of, {
          tenantPolicies: () => DEFAULT_POLICIES,
        });
        expect([ok, firstBad]).toEqual([true, null]);
      }),
      { numRuns: 200 },
    );
  });

  describe('when the chain was forged and the snapshots are gone', () => {
    const forgedFault = async (
      which: (event: RecordedEvent) => boolean,
      change: (event: NewEvent) => NewEvent,
    ): Promise<string | undefined> => {
      const { revision } = history.find(which) as RecordedEvent;
      const copy = tampered((each) => {
        forged(each, at(revision), change);
        forgetSnapshots(each);
      });
      const { firstBad } = await verified(copy);
      expect(firstBad?.revision).toBe(revision);
      return firstBad?.problem;
    };

    const dataOf = (type: string) => (event: RecordedEvent) => event.type === type;
    const replaced = (field: string, value: string) => (event: NewEvent) => ({
      ...event,
      data: event.data.replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":"${value}"`),
    });
    const inMetadata = (field: string, value: string) => (event: NewEvent) => ({
      ...event,
      metadata: event.metadata.replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":"${value}"`),
    });

    test('a harmless change alone is not found', async () => {
      const copy = tampered((each) => {
        forged(each, at(3), withNote);
        forgetSnapshots(each);
      });
      expect((await verified(copy)).ok).toBe(true);
    });

    test('a balance that is not the sum of the rows is found', async () => {
      const { data } = history.find(dataOf('CreditsConsumed')) as RecordedEvent;
      const { balanceAfter } = JSON.parse(data) as { readonly balanceAfter: string };
      expect(await forgedFault(dataOf('CreditsConsumed'), replaced('balanceAfter', '999.00'))).toBe(
        `its balance after is 999.00, not ${balanceAfter}`,
      );
    });

    test('I1: an amount that its slices do not make is found', async () => {
      const problem = await forgedFault(dataOf('CreditsHeld'), replaced('amount', '900.00'));
      expect(problem).toMatch(/^I[16]: /);
    });

    test('I14: time that goes back is found', async () => {
      const early = '2020-01-01T00:00:00.000000000Z';
      expect(await forgedFault(dataOf('MemberAdded'), inMetadata('recordedAt', early))).toMatch(
        /^I14: it was recorded at 2020/,
      );
    });

    test('an event of another tenant is found', async () => {
      expect(await forgedFault(dataOf('CapSet'), inMetadata('tenantId', 'umbrella'))).toBe(
        'it is of tenant umbrella, its stream of acme',
      );
    });

    test('an event that nobody knows is found', async () => {
      expect(
        await forgedFault(dataOf('CapSet'), (event) => ({ ...event, type: 'CreditsConjured' })),
      ).toMatch(/^it cannot be folded: /);
    });
  });
});

const withNote = (event: NewEvent): NewEvent => ({
  ...event,
  metadata: event.metadata.replace(/"requestHash":"."/, '"requestHash":"f'),
  data: event.data.replace('}', ',"zzz":"1"}'),
});

function snapshotRevision(directory: string): number {
  const database = new DatabaseSync(join(directory, 'snapshots.sqlite'));
  const row = database.prepare('SELECT revision FROM snapshots WHERE stream = ?').get(stream);
  database.close();
  return Number(row?.['revision']);
}

function forgetSnapshots(directory: string): void {
  const database = new DatabaseSync(join(directory, 'snapshots.sqlite'));
  database.exec('DELETE FROM snapshots; DELETE FROM receipts');
  database.close();
}

async function publish(here: Installation, key: string): Promise<void> {
  await here.ledger.submitToCatalog(
    { type: 'PublishRateCard', rates: { llm: { fixed: '1' } } },
    {
      tenantId: TENANT,
      actor: { type: 'ADMIN', id: 'eve' },
      idempotencyKey: key,
      dryRun: false,
    },
  );
}
