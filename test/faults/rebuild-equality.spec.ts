import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { EmbeddedReadModelStore } from '#adapters';
import { ProjectionFollower, rebuildReadModels } from '#application';
import { allProjections } from '#read-models';
import { temporaryDirectory } from '#testing';
import { documentsIn } from '../scenarios/documents.ts';
import { Chance } from './chance.ts';
import { Installation, TENANT } from './installation.ts';
import { ManyWallets } from './many-wallets.ts';
import { MortalFeed } from './mortal-feed.ts';

// Real engines on a shared machine: a test is long before it hangs.
jest.setTimeout(120_000);

const EVENTS = 10_000;
const SEED = 20_260_303;

describe(`R-08, I15: read models are a function of the log (${EVENTS} events, seed ${SEED})`, () => {
  const directory = temporaryDirectory();
  const live = join(directory, 'live');
  let log: Installation;
  let feed: MortalFeed;
  let liveDocuments: Collections;

  beforeAll(async () => {
    const chance = new Chance(SEED);
    log = await Installation.open(join(directory, 'log'));
    const wallets = new ManyWallets(log.events, chance, { seed: SEED, eventsMin: EVENTS });
    const store = await EmbeddedReadModelStore.open(live);
    feed = new MortalFeed(log.events, store, chance);
    for (let cards = 1; !wallets.isWritten; cards += 1) {
      await wallets.grow();
      if (cards % 10 === 1) await publish(log, `${cards}`);
      await feed.toHead();
    }
    await store.close();
    liveDocuments = collectionsIn(live);
  });
  afterAll(() => log.close());

  test('scenario 67: batches told twice, feeds killed around their commits and older positions were all in it', () => {
    for (const times of Object.values(feed.faults)) expect(times).toBeGreaterThan(10);
    // Beside the documents lie the versions of what made them.
    const names = [...allProjections.map(({ name }) => name), 'projections'];
    expect([...liveDocuments.keys()].toSorted()).toEqual(names.toSorted());
  });

  test('scenario 123: rebuilt from nothing they are the same, byte for byte', async () => {
    const rebuilt = join(directory, 'rebuilt');
    const store = await EmbeddedReadModelStore.open(rebuilt);
    await rebuildReadModels(log.events, store);
    await store.close();
    expect(differences(collectionsIn(rebuilt), liveDocuments)).toEqual({});
  });

  test('rebuilt beside those that were fed, and swapped, they are the same', async () => {
    const store = await EmbeddedReadModelStore.open(live);
    await rebuildReadModels(log.events, store);
    expect(await store.activeGeneration()).toBe(2);
    await store.close();
    expect(differences(collectionsIn(live), liveDocuments)).toEqual({});
  });

  test('told one event at a time they are the same', async () => {
    const oneByOne = join(directory, 'one-by-one');
    const store = await EmbeddedReadModelStore.open(oneByOne);
    const follower = new ProjectionFollower(log.events, store, 1);
    const all = await log.events.readAll(0n, 2 * EVENTS);
    expect(all.length).toBeGreaterThan(EVENTS);
    for (const event of all) await follower.handle([event]);
    await store.close();
    expect(differences(collectionsIn(oneByOne), liveDocuments)).toEqual({});
  });
});

/** The documents of each collection as they are stored, in order. */
type Collections = ReadonlyMap<string, readonly string[]>;

const collectionsIn = (directory: string): Collections =>
  Map.groupBy(
    documentsIn(directory).map((line) => line.replace(/^documents \d+ /, '')),
    (line) => line.slice(0, line.indexOf(' ')),
  );

/** By collection, the first document that only one of both has. */
function differences(some: Collections, others: Collections): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const collection of new Set([...some.keys(), ...others.keys()])) {
    const one = new Set(some.get(collection));
    const other = new Set(others.get(collection));
    const [first] = one.symmetricDifference(other);
    if (first !== undefined) found[collection] = first;
  }
  return found;
}

async function publish({ ledger }: Installation, key: string): Promise<void> {
  await ledger.submitToCatalog(
    { type: 'PublishRateCard', rates: { llm: { fixed: key } } },
    {
      tenantId: TENANT,
      actor: { type: 'ADMIN', id: 'eve' },
      idempotencyKey: key,
      dryRun: false,
    },
  );
}
