import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { EmbeddedEventStore, EmbeddedReadModelStore } from '#adapters';
import type { ReadModelStore } from '#eventsourcing';
import { READ_MODELS_FOLLOWER } from '#read-models';
import { temporaryDirectory } from '#testing';
import {
  compareReadModels,
  type ReadModelsComparison,
} from '../../libs/application/src/audit/compare-read-models.ts';
import { catalogStream, walletStream } from '#ledger';
import { busyWeek } from '../faults/busy-week.ts';
import { Installation, TENANT, TestClock } from '../faults/installation.ts';
import { consume, grant, open } from '../faults/wallet-commands.ts';
import { readOn } from './read-on.ts';

const stream = walletStream(TENANT, 'w');
const EVENTS_MAX = 100;

describe('compareReadModels', () => {
  const clock = new TestClock();
  const directory = temporaryDirectory();
  const original = join(directory, 'original');
  let copies = 0;

  beforeAll(async () => {
    const here = await Installation.open(original, { clock });
    await here.submit(open(), { walletId: 'other' });
    await here.submit(grant('g', '10'), { walletId: 'other' });
    await here.submit(consume('c', '4'), { walletId: 'other' });
    await publishRates(here);
    for (const { at, command } of busyWeek) {
      clock.at = at;
      await here.submit(command);
    }
    const readModels = await EmbeddedReadModelStore.open(original);
    for (let batches = 0; batches < EVENTS_MAX / 5; batches += 1)
      await readOn(here.events, readModels, 5);
    await readModels.close();
    await here.close();
  });

  async function compared(copy: string, of = stream): Promise<ReadModelsComparison> {
    const events = await EmbeddedEventStore.open(copy, { readOnly: true });
    const readModels = await EmbeddedReadModelStore.open(copy, { readOnly: true });
    try {
      return await compareReadModels(events, readModels, { stream: of });
    } finally {
      await events.close();
      await readModels.close();
    }
  }

  /** What differs once somebody did something to the file of the read models. */
  async function differing(sql: string, of = stream) {
    copies += 1;
    const copy = join(directory, `copy-${copies}`);
    cpSync(original, copy, { recursive: true });
    const file = new DatabaseSync(join(copy, 'read-models.sqlite'));
    file.exec(sql);
    file.close();
    const { ok, collections } = await compared(copy, of);
    const wrong = collections.filter((each) => each.differing > 0);
    expect(ok).toBe(wrong.length === 0);
    return wrong.map(({ name, differing: count, differingKeys }) => ({
      name,
      count,
      first: differingKeys[0],
    }));
  }

  test('finds every document of a wallet as its history makes it', async () => {
    const { ok, position, collections } = await compared(original);
    expect(collections.filter((each) => each.differing > 0)).toEqual([]);
    expect(ok).toBe(true);
    expect(position).toBeGreaterThan(60n);
    const names = new Map(collections.map(({ name, compared: count }) => [name, count]));
    expect(names.get('lots')).toBeGreaterThan(5);
    expect(names.get('transactions')).toBeGreaterThan(20);
  });

  test('finds every document of a catalogue', async () => {
    const { ok, collections } = await compared(original, catalogStream(TENANT));
    expect(ok).toBe(true);
    expect(collections.reduce((sum, each) => sum + each.compared, 0)).toBeGreaterThan(0);
  });

  test('names an edited document', async () => {
    expect(
      await differing(`UPDATE "documents 1" SET body = replace(body, '"debt":"0"', '"debt":"1"')
        WHERE partition = ${idOf(stream)} AND collection = ${idOf('lots')} AND key = 'wallet'`),
    ).toEqual([{ name: 'lots', count: 1, first: 'wallet' }]);
  });

  test('names a deleted document', async () => {
    expect(
      await differing(
        `DELETE FROM "documents 1"
         WHERE partition = ${idOf(stream)} AND collection = ${idOf('lots')} AND key = 'grant:promo'`,
      ),
    ).toEqual([{ name: 'lots', count: 1, first: 'grant:promo' }]);
  });

  test('names a document that is too many', async () => {
    expect(
      await differing(`INSERT INTO "documents 1"
        SELECT partition, collection, 'grant:forged', ord, body, position FROM "documents 1"
        WHERE partition = ${idOf(stream)} AND collection = ${idOf('lots')} AND key = 'grant:promo'`),
    ).toEqual([{ name: 'lots', count: 1, first: 'grant:forged' }]);
  });

  test('names a deadline that is too many in the list of all streams', async () => {
    expect(
      await differing(`INSERT INTO "documents 1"
        VALUES (${idOf('due')}, ${idOf('deadlines')}, '${stream}|EXPIRY:forged', NULL, '{}', 1)`),
    ).toEqual([{ name: 'deadlines', count: 1, first: `${stream}|EXPIRY:forged` }]);
  });

  test('names an edited, a deleted and a forged row of the transactions', async () => {
    const rows = '"documents 1"';
    const own = `partition = ${idOf(stream)} AND collection = ${idOf('transactions')}`;
    const one = `${own} AND key = (SELECT min(key) FROM ${rows} WHERE ${own} AND key LIKE 'usage %')`;
    const found = async (sql: string) => (await differing(sql)).map(({ count }) => count);
    expect(await found(`UPDATE ${rows} SET body = body || ' ' WHERE ${one}`)).toEqual([1]);
    expect(await found(`UPDATE ${rows} SET ord = 'x' WHERE ${one}`)).toEqual([1]);
    expect(await found(`DELETE FROM ${rows} WHERE ${one}`)).toEqual([1]);
    expect(
      await differing(`INSERT INTO ${rows} SELECT partition, collection, 'usage forged', ord, body, position
        FROM ${rows} WHERE ${one}`),
    ).toEqual([{ name: 'transactions', count: 1, first: 'usage forged' }]);
  });

  test('one row deleted and another one forged are two', async () => {
    const own = `partition = ${idOf(stream)} AND collection = ${idOf('transactions')}`;
    expect(
      await differing(`UPDATE "documents 1" SET key = 'usage forged' WHERE ${own}
        AND key = (SELECT min(key) FROM "documents 1" WHERE ${own})`),
    ).toMatchObject([{ count: 2 }]);
  });

  test('leaves the documents of other wallets alone', async () => {
    const other = walletStream(TENANT, 'other');
    const sql = `DELETE FROM "documents 1"
      WHERE partition = ${idOf(other)} AND collection = ${idOf('lots')}`;
    expect(await differing(sql)).toEqual([]);
  });

  test('compares as of the position that the read models have, however far behind', async () => {
    const events = await EmbeddedEventStore.open(original, { readOnly: true });
    for (const upTo of [0, 3, 17, 40]) {
      const readModels = await EmbeddedReadModelStore.open(join(directory, `behind-${upTo}`));
      await readOn(events, readModels, upTo);
      const { ok, position } = await compareReadModels(events, readModels, { stream });
      expect([upTo, ok, position]).toEqual([upTo, true, BigInt(upTo)]);
      await readModels.close();
    }
    await events.close();
  });

  test('finds nothing wrong while the read models go on', async () => {
    const events = await EmbeddedEventStore.open(original, { readOnly: true });
    const readModels = await EmbeddedReadModelStore.open(join(directory, 'moving'));
    // Before every third reading of documents the read models read on by one event.
    let reads = 0;
    const moving = movingWith(readModels, async () => {
      reads += 1;
      if (reads % 3 === 0) await readOn(events, readModels, 1);
    });
    await readOn(events, readModels, 10);
    for (let comparisons = 0; comparisons < 12; comparisons += 1)
      expect(await compareReadModels(events, moving, { stream })).toMatchObject({ ok: true });
    expect(await readModels.checkpoint(READ_MODELS_FOLLOWER)).toBeGreaterThan(30n);
    await readModels.close();
    await events.close();
  });

  test('says that history was cut when the read models are ahead of the log', async () => {
    const events = await EmbeddedEventStore.open(original, { readOnly: true });
    const readModels = await EmbeddedReadModelStore.open(join(directory, 'ahead'));
    const checkpoint = { follower: READ_MODELS_FOLLOWER, from: 0n, position: 1_000_000n };
    await readModels.commit([], checkpoint);
    await expect(compareReadModels(events, readModels, { stream })).rejects.toThrow(
      'the read models have read up to 1000000',
    );
    await readModels.close();
    await events.close();
  });
});

/** The number of a name, in SQL. */
const idOf = (name: string): string => `(SELECT id FROM names WHERE name = '${name}')`;

/** The store as somebody sees it who is overtaken by the follower. */
function movingWith(store: ReadModelStore, overtake: () => Promise<void>): ReadModelStore {
  return {
    get: async (keys) => {
      await overtake();
      return store.get(keys);
    },
    list: async (range) => {
      await overtake();
      return store.list(range);
    },
    atOneMoment: (work) => store.atOneMoment(work),
    checkpoint: (follower) => store.checkpoint(follower),
    commit: (...commit) => store.commit(...commit),
    activeGeneration: () => store.activeGeneration(),
    activate: (generation) => store.activate(generation),
    close: () => store.close(),
  };
}

async function publishRates(here: Installation): Promise<void> {
  await here.ledger.submitToCatalog(
    { type: 'PublishRateCard', rates: { llm: { fixed: '1' } } },
    {
      tenantId: TENANT,
      actor: { type: 'ADMIN', id: 'eve' },
      idempotencyKey: 'rates',
      dryRun: false,
    },
  );
}
